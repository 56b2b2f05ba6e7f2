import type {SignupHost} from './host.ts'

/** What is typed, by name: text, and whether a box without a `value` is ticked. */
export type Values = Record<string, string | boolean>

/**
 * The page's own controls, and those of the form. Of a prerendered form without what it has for browsers without script:
 * hidden values, which have no id, and a second select of the phone's country.
 */
export function controlsOf(host: SignupHost): HTMLInputElement[] {
  const named = [
    ...host.querySelectorAll<HTMLInputElement>('[slot=fields][name], [slot=fields] [name]'),
    ...(host.shadowRoot?.querySelectorAll<HTMLInputElement>('form [name][id]:not(.without-script *)') ?? []), // none before the first render
  ]
  return named.filter(control => 'value' in control && control.localName !== 'output') // no fieldset, no frame
}

/** Consent is a decision of the visitor, of the moment: scripts neither read nor write it. */
export const isConsent = (name: string) => name.startsWith('gdpr_')

/**
 * Reads controls; several values of one name become one line.
 * @param written values that controls are about to get, by name
 */
export function readValues(controls: readonly HTMLInputElement[], written: Values = {}): Values {
  const values: Values = {}
  for (const control of controls) {
    const {name, type, checked} = control
    const {selectedOptions = [control]} = control as {selectedOptions?: Iterable<{value: string}>} // of a select
    const value = Array.from(selectedOptions, option => option.value).join(', ')
    const isBox = /^(?:checkbox|radio)$/.test(type)
    if (control.matches(':disabled, button, [type=submit], [type=button], [type=file]')) continue
    if (name in written) values[name] = written[name]!
    else if (isBox && !control.hasAttribute('value')) values[name] = checked
    else if (!isBox || checked) values[name] = name in values ? `${values[name]}, ${value}` : value
  }
  return values
}

import type {Issue} from '../../contact/issues.ts'

/** A form control of the page's own: HTML's, or a form-associated custom element that is like one. */
export type CustomControl = HTMLElement &
  Partial<Pick<HTMLInputElement, 'disabled' | 'type' | 'value' | 'checked' | 'validity' | 'validationMessage'>> & {
    name: string
  }

/** The page's own controls in slot `fields`: custom fields of the contact. */
export function customControls(host: ParentNode): CustomControl[] {
  const named = [...host.querySelectorAll<CustomControl>('[slot=fields][name], [slot=fields] [name]')]
  return named.filter(
    control =>
      'value' in control &&
      !control.matches('button, output, [type=submit], [type=button], [type=reset], [type=image], [type=file]'),
  )
}

/** Their values by name, of boxes and radios only what is chosen; several of one name stand in one line. */
export function readCustom(host: ParentNode): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const control of customControls(host)) {
    if (control.matches(':disabled') || (isChoice(control) && !control.checked)) continue
    const value =
      control instanceof HTMLSelectElement
        ? [...control.selectedOptions].map(option => option.value).join(', ')
        : control.value
    values[control.name] = control.name in values ? `${values[control.name]}, ${value}` : value
  }
  return values
}

/** What their own constraints refuse, once a name. */
export function judgeCustom(host: ParentNode): Issue[] {
  const wrong = customControls(host).filter(
    control => control.validity?.valid === false && !control.matches(':disabled'),
  )
  return wrong.map(({name, validity}) => ({field: name, code: validity!.valueMissing ? 'required' : 'value_invalid'}))
}

/** The control that a complaint about a name belongs to. */
export function customControl(host: ParentNode, name: string): CustomControl | undefined {
  const own = customControls(host).filter(control => control.name === name)
  return own.find(control => control.validity?.valid === false) ?? own[0]
}

/** What a person calls a control: its label, or else its name. */
export function labelOf(control: CustomControl): string {
  const {labels} = control as Partial<HTMLInputElement>
  // A radio's own label is one answer; its group is named by the legend.
  const legend = control.type === 'radio' ? control.closest('fieldset')?.querySelector('legend') : undefined
  const label = legend ?? labels?.[0]
  const words = label ? textAround(label) : (control.ariaLabel ?? '')
  return (
    words
      .replace(/\s+/g, ' ')
      .replace(/[\s*:]+$/, '')
      .trim() || control.name
  )
}

/** The text of a label that may hold its control, without the choices of that. */
function textAround(label: Node): string {
  const texts = document.createNodeIterator(label, NodeFilter.SHOW_TEXT)
  let words = ''
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    if (!text.parentElement?.closest('select, textarea, datalist, button')) words += text.textContent
  return words
}

/** Tells of a complaint where the control is: what stands in the form's shadow cannot describe it. */
export function describeCustom(control: CustomControl, complaint: string | undefined): void {
  if (complaint === undefined && !control.hasAttribute('data-contact-signup-invalid')) return
  for (const [name, value] of Object.entries({
    'aria-invalid': 'true',
    'aria-description': complaint ?? '',
    'data-contact-signup-invalid': '',
  }))
    if (complaint === undefined) control.removeAttribute(name)
    else control.setAttribute(name, value)
}

/** Puts a control back to what its HTML says. */
export function restore(control: CustomControl): void {
  if (control instanceof HTMLSelectElement)
    for (const option of control.options) option.selected = option.defaultSelected
  else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
    control.value = control.defaultValue
  else (control as {formResetCallback?(): void}).formResetCallback?.() // as a form does for elements of its own
  if (control instanceof HTMLSelectElement && control.selectedIndex < 0 && !control.multiple) control.selectedIndex = 0
  if (control instanceof HTMLInputElement) control.checked = control.defaultChecked
}

const isChoice = ({type}: CustomControl): boolean => type === 'checkbox' || type === 'radio'

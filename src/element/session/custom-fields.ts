import type {Issue} from '../../contact/issues.ts'

/** One of the page's own form controls: HTML's, or a form-associated custom element. */
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

/**
 * Values of the custom fields by name: a number of a numeric input, whether a box without a `value` is ticked, text of all
 * others. Of boxes with a value and radios the checked ones count. Several values of one name become one line.
 */
export function readCustom(host: ParentNode): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const control of customControls(host)) {
    const value = control.matches(':disabled') ? undefined : valueOf(control)
    if (value === undefined) continue
    values[control.name] = control.name in values ? `${values[control.name]}, ${value}` : value
  }
  return values
}

function valueOf(control: CustomControl): unknown {
  if (control.type === 'checkbox' && !control.hasAttribute('value')) return control.checked
  if (isChoice(control) && !control.checked) return undefined
  if (control instanceof HTMLSelectElement) return [...control.selectedOptions].map(({value}) => value).join(', ')
  return isNumeric(control) ? toNumber(control.value ?? '') : control.value
}

const isNumeric = ({type}: CustomControl): boolean => type === 'number' || type === 'range'

/** The number of a numeric input; its text if the number cannot hold all its digits. */
function toNumber(text: string): number | string {
  const number = Number(text)
  return text.trim() && Math.abs(number) < 2 ** 53 ? number : text
}

/** Validates the custom fields by their own constraints. */
export function checkCustom(host: ParentNode): Issue[] {
  const wrong = customControls(host).filter(
    control => control.validity?.valid === false && !control.matches(':disabled'),
  )
  return wrong.map(({name, validity}) => ({field: name, code: validity!.valueMissing ? 'required' : 'value_invalid'}))
}

/** The control that an error of a name belongs to: the first invalid one. */
export function customControl(host: ParentNode, name: string): CustomControl | undefined {
  const own = customControls(host).filter(control => control.name === name)
  return own.find(control => control.validity?.valid === false) ?? own[0]
}

/** The label of a control, or else its name. */
export function labelOf(control: CustomControl): string {
  const {labels} = control as Partial<HTMLInputElement>
  // The label of a radio button names one choice; the legend names the group.
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

/** The text of a label, without that of a control in it. */
function textAround(label: Node): string {
  const texts = document.createNodeIterator(label, NodeFilter.SHOW_TEXT)
  let words = ''
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    if (!text.parentElement?.closest('select, textarea, datalist, button')) words += text.textContent
  return words
}

/** Shows an error on the control itself: an element in the form's shadow root cannot describe it. */
export function setCustomError(control: CustomControl, error: string | undefined): void {
  if (error === undefined && !control.hasAttribute('data-contact-signup-invalid')) return
  for (const [name, value] of Object.entries({
    'aria-invalid': 'true',
    'aria-description': error ?? '',
    'data-contact-signup-invalid': '',
  }))
    if (error === undefined) control.removeAttribute(name)
    else control.setAttribute(name, value)
}

/** Resets a control to what its HTML says. */
export function resetCustom(control: CustomControl): void {
  if (control instanceof HTMLSelectElement)
    for (const option of control.options) option.selected = option.defaultSelected
  else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
    control.value = control.defaultValue
  else (control as {formResetCallback?(): void}).formResetCallback?.() // as a form does for its own elements
  if (control instanceof HTMLSelectElement && control.selectedIndex < 0 && !control.multiple) control.selectedIndex = 0
  if (control instanceof HTMLInputElement) control.checked = control.defaultChecked
}

const isChoice = ({type}: CustomControl): boolean => type === 'checkbox' || type === 'radio'

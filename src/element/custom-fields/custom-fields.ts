import type {Issue} from '../../contact/issues.ts'

/** One of the page's own form controls: HTML's, or a form-associated custom element. */
export type CustomControl = HTMLElement &
  Partial<Pick<HTMLInputElement, 'disabled' | 'type' | 'value' | 'checked' | 'validity' | 'validationMessage'>> & {
    name: string
  }

/** The page's own controls in slot `fields`: custom fields of the contact. Loaded only if the page has some. */
export class CustomFields {
  readonly #host: ParentNode

  constructor(host: ParentNode) {
    this.#host = host
  }

  /** Names of the fields that the visitor sees, in order. */
  get shown(): readonly string[] {
    return [...new Set(this.#controls.flatMap(({name, type}) => (type === 'hidden' ? [] : name)))]
  }

  /**
   * Values by name: a number of a numeric input, whether a box without a `value` is ticked, text of all others. Of boxes
   * with a value and radios the checked ones count. Several values of one name become one line; those of `tags` and
   * `list_ids` are a list.
   */
  read(): Record<string, unknown> {
    const values: Record<string, unknown> = {}
    for (const control of this.#controls.filter(control => !control.matches(':disabled'))) {
      const {name} = control
      const value = isList(control) ? choicesOf(control) : valueOf(control)
      if (value === undefined) continue
      if (Array.isArray(value)) values[name] = [...((values[name] as string[]) ?? []), ...value]
      else values[name] = name in values ? `${values[name]}, ${value}` : value
    }
    return values
  }

  /** Validates the controls by their own constraints. */
  check(): Issue[] {
    const wrong = this.#controls.filter(control => control.validity?.valid === false && !control.matches(':disabled'))
    return wrong.map(({name, validity}) => ({field: name, code: validity!.valueMissing ? 'required' : 'value_invalid'}))
  }

  /** The control that an error of a name belongs to: the first invalid one. */
  find(name: string): CustomControl | undefined {
    const own = this.#controls.filter(control => control.name === name)
    return own.find(control => control.validity?.valid === false) ?? own[0]
  }

  /** The label of a field, and the page's own words for its error. */
  describe(name: string): CustomFieldTexts | undefined {
    const control = this.find(name)
    return control && {label: labelOf(control), error: ownMessageOf(control)}
  }

  /** Shows errors on the controls themselves: an element in the form's shadow root cannot describe them. */
  showErrors(errorOf: (name: string) => string | undefined): void {
    for (const control of this.#controls) setError(control, errorOf(control.name))
  }

  /** Resets the controls to their initial values in the HTML. */
  reset(): void {
    for (const control of this.#controls) reset(control)
  }

  get #controls(): CustomControl[] {
    const named = [...this.#host.querySelectorAll<CustomControl>('[slot=fields][name], [slot=fields] [name]')]
    return named.filter(
      control =>
        'value' in control &&
        !control.matches('button, output, [type=submit], [type=button], [type=reset], [type=image], [type=file]'),
    )
  }
}

/** What is shown of a custom field with an error. */
export interface CustomFieldTexts {
  label: string
  /** What the page's author wrote about a wrong value; empty for nothing. */
  error: string
}

/**
 * What a script or an element of the page says, or the `title`, which explains a `pattern`. A browser's own message is in
 * the browser's language, not in the page's.
 */
function ownMessageOf(control: CustomControl): string {
  const {validity, title, validationMessage = ''} = control
  if (validity?.customError || control.localName.includes('-')) return validationMessage
  return validity?.patternMismatch ? title : ''
}

const isList = ({name}: CustomControl): boolean => name === 'tags' || name === 'list_ids'

/** What the visitor has chosen; a box without a `value` names nothing. */
function choicesOf(control: CustomControl): string[] {
  if (control instanceof HTMLSelectElement) return [...control.selectedOptions].map(({value}) => value).filter(Boolean)
  const isChosen = !isChoice(control) || (control.checked && control.hasAttribute('value'))
  return isChosen && control.value ? [control.value] : []
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

/** The label of a control, or else its name. */
function labelOf(control: CustomControl): string {
  const {labels} = control as Partial<HTMLInputElement>
  // The label of a radio button names one choice; the legend names the group.
  const legend = control.type === 'radio' ? control.closest('fieldset')?.querySelector('legend') : undefined
  const label = legend ?? labels?.[0]
  const words = label ? textAround(label) : (control.getAttribute('aria-label') ?? '')
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

function setError(control: CustomControl, error: string | undefined): void {
  if (error === undefined && !control.hasAttribute('data-contact-signup-invalid')) return
  for (const [name, value] of Object.entries({
    'aria-invalid': 'true',
    'aria-description': error ?? '',
    'data-contact-signup-invalid': '',
  }))
    if (error === undefined) control.removeAttribute(name)
    else control.setAttribute(name, value)
}

function reset(control: CustomControl): void {
  if (control instanceof HTMLSelectElement) resetSelect(control)
  // Setting the value of a box would add the attribute, which changes what is sent of it.
  else if (control instanceof HTMLInputElement && isChoice(control)) control.checked = control.defaultChecked
  else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
    control.value = control.defaultValue
  else (control as {formResetCallback?(): void}).formResetCallback?.() // as a form does for its own elements
}

function resetSelect(select: HTMLSelectElement): void {
  for (const option of select.options) option.selected = option.defaultSelected
  if (select.selectedIndex < 0 && !select.multiple) select.selectedIndex = 0
}

const isChoice = ({type}: CustomControl): boolean => type === 'checkbox' || type === 'radio'

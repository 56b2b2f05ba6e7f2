import type {Country} from '../interaction/countries.ts'
import {whenIdle} from '../interaction/when-idle.ts'
import {keepBeside} from './popup-position.ts'
import {fillScreen, fillsScreen, type SheetHandlers} from './screen-sheet.ts'

/** Options that are added at a time: somewhat more than the list shows at once. */
const batchSize = 10

/**
 * The list of countries: a container of its own, which `render()` places and this class alone fills. All 245 options at
 * once would block a slow phone for a tenth of a second, so the ones out of sight are added when it is idle.
 */
export class CountryListbox {
  readonly element = document.createElement('ul')
  readonly #handlers: SheetHandlers
  /** Found, but not in the list yet. */
  #rest: readonly Country[] = []
  #active: Element | undefined
  /** The chosen country. */
  #chosen: string | undefined
  #isSheet = false
  #release = () => {}

  constructor(onChoose: (code: string) => void, handlers: SheetHandlers) {
    this.#handlers = handlers
    this.element.id = 'country-list'
    setAttributes(this.element, {part: 'country-list', role: 'listbox'})
    this.element.popover = 'manual'
    this.element.tabIndex = -1 // Tab goes on to the next field, not to a list that scrolls
    this.element.addEventListener('mousedown', event => event.preventDefault()) // the combobox keeps the focus
    this.element.addEventListener('click', ({target}) => {
      const code = codeOf((target as Element).closest('[data-code]'))
      if (code) onChoose(code)
    })
  }

  /** ISO code of the active option. */
  get activeCode(): string | undefined {
    return codeOf(this.#active)
  }

  /** Id of the active option, for `aria-activedescendant`. */
  get activeId(): string | undefined {
    return this.#active?.id
  }

  /** Whether the list, its combobox and its label cover the screen. */
  get isSheet(): boolean {
    return this.#isSheet
  }

  /** Shows the list in the top layer, where nothing clips it: beside its combobox, or below it over a small touch screen. */
  open(combobox: HTMLInputElement, lang: string): void {
    const {direction} = getComputedStyle(combobox)
    setAttributes(this.element, {'aria-label': combobox.labels?.[0]?.innerText ?? '', lang, dir: direction})
    this.element.classList.add('open')
    this.#isSheet = fillsScreen()
    if (this.#isSheet) this.#release = fillScreen(combobox.parentElement!, this.#handlers)
    else {
      this.element.showPopover?.() // a browser without popovers shows the list in place
      this.#release = keepBeside(this.element, combobox)
    }
  }

  /** Hides the list and removes its options: a few hundred elements are not kept for the next time. */
  close(): void {
    this.#release()
    this.#release = () => {}
    this.#isSheet = false
    this.element.classList.remove('open')
    this.element.hidePopover?.()
    this.fill([], '')
    this.element.replaceChildren()
  }

  /**
   * @param none text for an empty list
   * @param chosen code of the country that gets a tick
   */
  fill(countries: readonly Country[], none: string, chosen?: string): void {
    this.#active = undefined
    this.#chosen = chosen
    this.element.replaceChildren(...(countries.length > 0 ? [] : [toNotice(none)]))
    this.element.scrollTop = 0
    this.#rest = countries
    this.#extend(batchSize)
  }

  activate(code: string | undefined): void {
    this.#activate(this.element.querySelector(`[data-code="${code}"]`))
  }

  activateFirst(): void {
    this.#activate(this.element.querySelector('[data-code]'))
  }

  /** Moves the active option by so many; stops at the ends. */
  move(steps: number): void {
    this.#extend(Infinity)
    const options = [...this.element.querySelectorAll('[data-code]')]
    const from = this.#active ? options.indexOf(this.#active) : steps > 0 ? -1 : options.length
    this.#activate(options[Math.max(0, Math.min(options.length - 1, from + steps))])
  }

  #activate(option: Element | null | undefined): void {
    this.#active?.setAttribute('aria-selected', 'false')
    this.#active = option ?? undefined
    option?.setAttribute('aria-selected', 'true')
    if (option?.previousSibling) option.scrollIntoView({block: 'nearest'})
    else this.element.scrollTop = 0
  }

  #extend(size: number): void {
    this.element.append(...this.#rest.slice(0, size).map(country => toOption(country, country.code === this.#chosen)))
    const rest = (this.#rest = this.#rest.slice(size))
    if (rest.length > 0) whenIdle(() => void (rest === this.#rest && this.#extend(batchSize)))
  }
}

const codeOf = (option: Element | null | undefined) => option?.getAttribute('data-code') ?? undefined

function toOption({code, name, callingCode}: Country, isChosen: boolean): HTMLLIElement {
  const option = document.createElement('li')
  const number = document.createElement('bdi')
  number.textContent = `+${callingCode}`
  option.append(number, ' ', name)
  option.id = `country-${code}`
  setAttributes(option, {role: 'option', part: 'country-option', 'aria-selected': 'false', 'data-code': code})
  option.classList.toggle('chosen', isChosen)
  return option
}

function toNotice(text: string): HTMLLIElement {
  const notice = document.createElement('li')
  notice.textContent = text
  setAttributes(notice, {role: 'option', 'aria-disabled': 'true'})
  return notice
}

/** Firefox before 119 has no properties for ARIA. */
function setAttributes(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}

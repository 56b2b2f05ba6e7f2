import type {ReactiveController} from '@lit/reactive-element'
import type {Messages} from '../../messages/messages.ts'
import type {ContactSignup} from '../contact-signup.ts'
import {controlOf} from '../interaction/controls.ts'
import {listCountries, type Country} from '../interaction/countries.ts'
import {chosenName} from '../interaction/country-options.ts'
import {pickerStyles} from './country-picker.styles.ts'
import {namesElsewhere, searchCountries} from './country-search.ts'
import {idly} from '../interaction/when-idle.ts'
import {keepBeside} from './popup-position.ts'
import type {LanguageController} from '../language-controller.ts'
import {addStyles} from '../interaction/adopt-styles.ts'
import {formatCount, withEnglish} from '../../messages/format.ts'

/**
 * Makes a combobox of the field in which the phone's country is searched, after the pattern of the ARIA Authoring
 * Practices: focus stays in the field, the list is told by `aria-activedescendant`. What is chosen is put into the
 * native choice beside the field. The list lies in the top layer, where nothing clips it.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export class CountryPicker implements ReactiveController {
  readonly #host: ContactSignup
  readonly #language: LanguageController
  readonly #list = document.createElement('ul')
  /** Says how many countries fit to those who do not see the list. */
  readonly #told = document.createElement('span')
  /** The field whose list is open. */
  #field: HTMLInputElement | undefined
  #active: Element | undefined
  /** Found, but not listed yet. */
  #rest: readonly Country[] = []
  /** Whether something was typed since the list opened. */
  #searched = false
  #release = () => {}

  constructor(host: ContactSignup, language: LanguageController) {
    this.#host = host
    this.#language = language
    this.#list.id = 'country-list'
    for (const [name, value] of Object.entries({part: 'country-list', popover: 'manual', role: 'listbox'}))
      this.#list.setAttribute(name, value)
    this.#told.className = 'spoken'
    this.#told.role = 'status'
    this.#root.append(this.#list, this.#told)
    addStyles(this.#root, pickerStyles)
    // On the root, not on the field: the form may draw its fields anew.
    this.#on('keydown', event => this.#onKey(event as KeyboardEvent))
    this.#on('input', () => this.#search())
    this.#on('click', event => this.#onClick(event.target as HTMLInputElement))
    this.#on('focusin', event => (event.target as HTMLInputElement).select())
    this.#on('focusout', () => this.#leave((this.#searched && this.#field?.value) || ''))
    this.#list.addEventListener('mousedown', event => event.preventDefault()) // the field keeps the focus
    this.#list.addEventListener('click', event =>
      this.#choose(codeOf((event.target as Element).closest('[data-code]'))),
    )
    host.addController(this)
    this.#catchUp()
  }

  /** What was typed before there was a list to search is searched for now, or chosen where the field was left already. */
  #catchUp(): void {
    this.hostUpdated()
    const field = this.#root.querySelector<HTMLInputElement>('#phone_country')
    if (!field) return
    const typed = field.value
    const stood = [chosenName(this.#root), field.defaultValue].find(text => text && typed.startsWith(text)) ?? ''
    // Typed behind what stood there; or still to be typed, in its place.
    if (typed !== stood) field.value = typed.slice(stood.length)
    else if (field.matches(':focus')) field.select()
    if (field.matches(':focus')) this.#search(field)
    else this.#leave(field.value)
  }

  /** A list that is open when the form is taken away would follow the window for ever. */
  hostDisconnected(): void {
    this.#close()
  }

  hostUpdated(): void {
    const field = this.#root.querySelector('#phone_country')
    for (const [name, value] of Object.entries(aids)) field?.setAttribute(name, value)
  }

  #on(type: string, handle: (event: Event) => void): void {
    this.#root.addEventListener(type, event => isField(event.target) && handle(event))
  }

  /** What is typed next takes the place of what is chosen. Selected late, for WebKit has yet to put the caret where it was clicked. */
  #onClick(field: HTMLInputElement): void {
    if (!this.#field) setTimeout(() => field.select())
    this.#open()
  }

  #onKey(event: KeyboardEvent): void {
    if (isComposing(event) || event.ctrlKey || event.metaKey) return
    const opens = !this.#field && /^(?:ArrowDown|ArrowUp|Enter)$/.test(event.key)
    const handled = opens ? this.#open() : this.#field && this.#keys[event.key]?.call(this, event)
    if (handled !== undefined) event.preventDefault()
  }

  /** What keys do while the list is open; undefined leaves them to the browser. */
  readonly #keys: Record<string, (event: KeyboardEvent) => true | undefined> = {
    ArrowDown: ({altKey}) => altKey || this.#move(1),
    ArrowUp: ({altKey}) => (altKey ? this.#close() : this.#move(-1)),
    PageDown: () => this.#move(8),
    PageUp: () => this.#move(-8),
    Home: () => this.#move(-Infinity),
    End: () => this.#move(Infinity),
    Enter: () => this.#choose(codeOf(this.#active)),
    Escape: event => {
      event.stopPropagation() // a dialog around the form stays open
      return this.#close()
    },
    Tab: () => void (this.#searched && this.#choose(codeOf(this.#active))),
  }

  /** Opens the list, of those that are found already or else of all, with the chosen country marked. */
  #open(field = this.#root.querySelector<HTMLInputElement>('#phone_country'), found?: readonly Country[]): true {
    if (!field || this.#field) return true
    this.#field = field
    this.#searched = false
    this.#fill(found ?? this.#offered())
    field.setAttribute('aria-expanded', 'true')
    field.setAttribute('aria-controls', this.#list.id)
    this.#list.setAttribute('aria-label', field.labels?.[0]?.innerText ?? '')
    for (const element of [this.#list, this.#told])
      Object.assign(element, {lang: this.#language.lang, dir: getComputedStyle(field).direction})
    this.#list.showPopover?.() // browsers that do not have it show the list in its place all the same
    this.#list.classList.add('open')
    this.#release = keepBeside(this.#list, field)
    if (!found) this.#activate(this.#list.querySelector(`[data-code="${this.#select?.value}"]`) ?? undefined)
    return true
  }

  #search(field = this.#root.querySelector<HTMLInputElement>('#phone_country')): void {
    if (!field || field.value === chosenName(this.#root)) return void this.#open(field)
    const found = this.#find(field.value)
    if (this.#field) this.#fill(found)
    else this.#open(field, found)
    this.#searched = true
    this.#told.textContent =
      found.length > 0
        ? formatCount(this.#words.countries_found, found.length, this.#language.lang)
        : this.#words.country_none
    this.#activate(this.#list.querySelector('[data-code]') ?? undefined)
  }

  #move(steps: number): true {
    this.#extend(Infinity)
    const options = [...this.#list.querySelectorAll('[data-code]')]
    const from = this.#active ? options.indexOf(this.#active) : steps > 0 ? -1 : options.length
    this.#activate(options[Math.max(0, Math.min(options.length - 1, from + steps))])
    this.#searched = true
    return true
  }

  #activate(option: Element | undefined): void {
    this.#active?.setAttribute('aria-selected', 'false')
    this.#active = option
    option?.setAttribute('aria-selected', 'true')
    if (option?.previousSibling) option.scrollIntoView({block: 'nearest'})
    else this.#list.scrollTop = 0
    if (option) this.#field?.setAttribute('aria-activedescendant', option.id)
    else this.#field?.removeAttribute('aria-activedescendant')
  }

  #choose(code: string | undefined): true {
    const select = this.#select
    if (select && code) {
      select.value = code
      for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, {bubbles: true, composed: true}))
    }
    return this.#close()
  }

  /** The field says again what is chosen. */
  #close(): true {
    this.#release()
    this.#list.classList.remove('open')
    this.#list.hidePopover?.()
    this.#activate(undefined)
    this.#told.textContent = ''
    this.#rest = []
    this.#list.replaceChildren() // a few hundred elements are not kept for the next time
    this.#field?.setAttribute('aria-expanded', 'false')
    const field = this.#root.querySelector<HTMLInputElement>('#phone_country')
    if (field) field.value = chosenName(this.#root)
    if (field?.matches(':focus')) field.select() // what is typed next searches for another
    this.#field = undefined
    return true
  }

  /** What can only mean one country counts as that, also where a browser filled it in. */
  #leave(typed: string): void {
    const [found, ...others] = !typed || typed === chosenName(this.#root) ? [] : this.#find(typed)
    this.#choose(others.length === 0 ? found?.code : undefined)
  }

  #find(typed: string): readonly Country[] {
    const languages = [...navigator.languages]
    return searchCountries(this.#offered(), typed, code => namesElsewhere(code, languages))
  }

  #fill(countries: readonly Country[]): void {
    this.#active = undefined
    this.#list.replaceChildren(...(countries.length > 0 ? [] : [toNotice(this.#words.country_none)]))
    this.#list.scrollTop = 0
    this.#rest = countries
    this.#extend(batch)
  }

  /** All 245 countries at once would take a slow phone a tenth of a second: what is out of sight comes between keys. */
  #extend(size: number): void {
    this.#list.append(...this.#rest.slice(0, size).map(toOption))
    const rest = (this.#rest = this.#rest.slice(size))
    if (rest.length > 0) idly(() => void (rest === this.#rest && this.#extend(batch)))
  }

  /** The countries of the native choice: first those that are likely, which its visitor's languages tell. */
  #offered(): readonly Country[] {
    const codes = new Set([...(this.#select?.options ?? [])].map(({value}) => value))
    const countries = listCountries(this.#language.lang).filter(({code}) => codes.has(code))
    const likely = likelyCountries(this.#select?.value ?? '')
    return [
      ...likely.flatMap(code => countries.filter(country => country.code === code)),
      ...countries.filter(({code}) => !likely.includes(code)),
    ]
  }

  get #words(): Messages {
    return {...withEnglish(this.#language.words), ...this.#host.messages}
  }

  get #root(): ShadowRoot {
    return this.#host.renderRoot as ShadowRoot // Lit's default
  }

  get #select(): HTMLSelectElement | undefined {
    return controlOf(this.#root, 'phone_country') as HTMLSelectElement | undefined // the only element of that name
  }
}

/** Countries of the visitor's languages: the one a language names, or else where most of its speakers live. */
function likelyCountries(first: string): string[] {
  return [...new Set([first, ...navigator.languages.map(likelyRegion)])]
}

/** A browser's list of languages may hold what is no language tag. */
function likelyRegion(language: string): string {
  try {
    return new Intl.Locale(/^[\w-]*/.exec(language)![0]).maximize().region ?? ''
  } catch {
    return ''
  }
}

/** Somewhat more options than the list can show at a time. */
const batch = 10
/** What searches is a combobox from now on, and no prose; Enter in it chooses. */
const aids = {
  'aria-autocomplete': 'list',
  spellcheck: 'false',
  autocapitalize: 'none',
  autocorrect: 'off',
  enterkeyhint: 'done',
}
/** Safari ends a composition before it tells of the key that ended it, which then has this code. */
const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229
const codeOf = (option: Element | null | undefined) => option?.getAttribute('data-code') ?? undefined
const isField = (target: EventTarget | null): target is HTMLInputElement =>
  (target as Element | null)?.id === 'phone_country'

function toOption({code, name, callingCode}: Country): HTMLLIElement {
  const option = document.createElement('li')
  const number = document.createElement('bdi')
  number.textContent = `+${callingCode}`
  option.append(name, ' ', number)
  option.id = `country-${code}`
  option.setAttribute('part', 'country-option')
  option.setAttribute('role', 'option')
  option.setAttribute('aria-selected', 'false')
  option.setAttribute('data-code', code)
  return option
}

function toNotice(words: string): HTMLLIElement {
  const notice = document.createElement('li')
  notice.textContent = words
  notice.setAttribute('role', 'option')
  notice.setAttribute('aria-disabled', 'true')
  return notice
}

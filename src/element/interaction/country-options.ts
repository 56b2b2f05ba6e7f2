import type {ReactiveController} from '@lit/reactive-element'
import {toWords} from '../attributes.ts'
import type {ContactSignup} from '../contact-signup.ts'
import {controlOf} from './controls.ts'
import {listCountries, type Country} from './countries.ts'
import {idly} from './when-idle.ts'
import type {LanguageController} from '../language-controller.ts'
import {once} from '../once.ts'
import {isolate} from '../../messages/format.ts'

/**
 * Offers countries in the form's native choices, the phone's and the address's, once the form is touched, so that a
 * browser or a password manager can fill them in; and shows the phone's where it is searched. What searches is loaded
 * when that field is touched.
 */
export class CountryChoices implements ReactiveController {
  readonly #host: ContactSignup
  readonly #language: LanguageController
  /** What was chosen, by the choice's name: a choice that is drawn anew holds nothing. */
  readonly #chosen: Record<string, string | undefined> = {}
  /** What each choice was last given, so that it is left alone until that changes. */
  readonly #given = new WeakMap<Element, string>()
  /** Whether they are offered yet. */
  #isReady = false
  /** What the search last said of the phone's choice. */
  #said = ''
  /** Settles when what was typed in search of a country has chosen one, or cannot. */
  chosen: Promise<unknown> = Promise.resolve()

  constructor(host: ContactSignup, language: LanguageController) {
    this.#host = host
    this.#language = language
    host.addController(this)
    setTimeout(() => idly(() => this.offer()), patience)
    for (const touch of ['focusin', 'pointerover'])
      host.renderRoot.addEventListener(touch, ({target}) => this.#onTouch(target as Element))
    const search = this.#search
    if (search && (search.matches(':hover, :focus') || this.#isSearching(search))) this.#onTouch(search)
  }

  readonly #loadPicker = once(async () => {
    const {CountryPicker} = await import('../country-picker/country-picker.ts')
    new CountryPicker(this.#host, this.#language)
  })

  /** Offers them at once: naming them keeps a slow phone from answering for a tenth of a second. */
  offer(): void {
    if (this.#isReady) return
    this.#isReady = true
    this.hostUpdated()
  }

  #onTouch({id}: Element): void {
    if (/country/.test(id)) this.offer()
    if (id === 'phone_country') this.chosen = this.#loadPicker().catch(() => {}) // what cannot be searched can be typed with its calling code
  }

  hostUpdate(): void {
    for (const name of ['phone_country', 'country']) {
      const select = controlOf(this.#host.renderRoot, name)
      // The first is the page's own start, which may change.
      if (select instanceof HTMLSelectElement) this.#chosen[name] = select.selectedIndex > 0 ? select.value : undefined
      else if (this.#host.phase === 'done') this.#chosen[name] = undefined
    }
  }

  hostUpdated(): void {
    if (!this.#isReady) return
    const {countries, renderRoot} = this.#host
    const codes = toWords(countries.toUpperCase())
    const all = listCountries(this.#language.lang)
    this.#offer(
      'phone_country',
      codes.length > 0 ? all.filter(({code}) => codes.includes(code)) : all,
      ({name, callingCode}) => `${name} (${isolate(`+${callingCode}`, this.#language.lang)})`,
    )
    this.#offer('country', all, ({name}) => name)
    const search = this.#search
    if (!search || this.#isSearching(search)) return
    const said = chosenName(renderRoot)
    if (search.value !== said) search.value = said
    if (said !== this.#said && search.matches(':focus')) search.select() // so that what is typed next takes its place
    this.#said = said
  }

  get #search(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector('#phone_country')
  }

  /** Whether somebody searches: the list is open, or is not yet there and something was typed to search it for. */
  #isSearching(search: HTMLInputElement): boolean {
    if (search.matches('[aria-autocomplete]')) return search.getAttribute('aria-expanded') === 'true'
    return ![this.#said, search.defaultValue].includes(search.value)
  }

  #offer(name: string, countries: readonly Country[], toText: (country: Country) => string): void {
    const select = controlOf(this.#host.renderRoot, name)
    if (!(select instanceof HTMLSelectElement)) return
    const [first, ...rest] = select.options // the first is drawn by the form: the country at the start, or none
    const given = `${this.#language.lang} ${countries.length} ${countries[0]?.code} ${first?.value}`
    if (rest.length > 0 && this.#given.get(select) === given) return
    this.#given.set(select, given)
    const value = this.#chosen[name] ?? select.value
    for (const option of rest) option.remove()
    select.append(
      ...countries.filter(({code}) => code !== first?.value).map(country => new Option(toText(country), country.code)),
    )
    const start = countries.find(({code}) => code === first?.value)
    if (first && start) first.label = toText(start)
    select.value = value
    if (select.selectedIndex < 0) select.selectedIndex = 0
  }
}

/** Milliseconds in which the visitor who was in haste has been answered. */
const patience = 400

/** The phone's country as its choice has it: `Germany (+49)`. */
export function chosenName(root: ParentNode): string {
  const select = controlOf(root, 'phone_country')
  return select instanceof HTMLSelectElement && select.value ? (select.options[select.selectedIndex]?.label ?? '') : ''
}

import {html, nothing, type ReactiveController, type TemplateResult} from 'lit'
import {formatCount, withHints} from '../../messages/format.ts'
import type {Hints} from '../../messages/messages.ts'
import {withOverrides} from '../../messages/with-overrides.ts'
import type {SignupHost} from '../host.ts'
import {addStyles} from '../interaction/adopt-styles.ts'
import {chosenCountryName, countryComboboxOf, enterValue, phoneCountryOf} from '../interaction/controls.ts'
import type {Country} from '../interaction/countries.ts'
import type {LanguageController} from '../language-controller.ts'
import {renderCloseButton} from './close-button.ts'
import {isComposing, opensList} from './combobox-keys.ts'
import {CountryListbox} from './country-listbox.ts'
import {pickerStyles} from './country-picker.styles.ts'
import {findCountries, offeredCountries} from './offered-countries.ts'

/** Options that Page Up and Page Down move by. */
const pageSize = 8

/**
 * Makes the field in which the visitor searches for the phone's country a combobox, after the pattern of the ARIA
 * Authoring Practices: the focus stays in the field, and `aria-activedescendant` names the active option. The chosen
 * country goes into the select beside the field.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export class CountryPicker implements ReactiveController {
  readonly #host: SignupHost
  readonly #language: LanguageController
  readonly #listbox = new CountryListbox(
    code => {
      this.#choose(code)
      countryComboboxOf(this.#root)?.focus() // unless its keyboard was closed, it has the focus
    },
    {onLeave: () => this.#leave(), onClose: () => this.#close()},
  )
  #isStarted = false
  /** The combobox whose list is open. */
  #combobox: HTMLInputElement | undefined
  /** Whether the visitor has searched or moved since the list opened. */
  #hasSearched = false
  /** The number of countries found, for those who do not see the list. */
  #message = ''

  constructor(host: SignupHost, language: LanguageController) {
    this.#host = host
    this.#language = language
    addStyles(host.renderRoot, pickerStyles)
    host.addController(this)
  }

  /**
   * Begins to listen, once the list is rendered. Until then, what the visitor types stays in the combobox.
   * @param isPressed whether the visitor has come to the combobox by a pointer
   */
  start(isPressed: boolean): void {
    this.#isStarted = true
    // On the root, since the combobox may be rendered anew.
    this.#on('keydown', event => this.#onKey(event as KeyboardEvent))
    // Before the form's listeners: an update in between would show the chosen country instead of what was typed.
    this.#on('input', () => this.#search(), {capture: true})
    this.#on('click', (_event, combobox) => this.#onClick(combobox))
    this.#on('focusin', (_event, combobox) => combobox.select())
    this.#on('focusout', event => this.#onFocusOut(event as FocusEvent))
    this.#catchUp(isPressed)
  }

  get isStarted(): boolean {
    return this.#isStarted
  }

  get isOpen(): boolean {
    return this.#combobox !== undefined
  }

  /** Id of the active option. */
  get activeId(): string | undefined {
    return this.isOpen ? this.#listbox.activeId : undefined
  }

  render(): TemplateResult {
    const close = () => {
      this.#close()
      countryComboboxOf(this.#root)?.focus()
    }
    return html`
      ${this.#listbox.isSheet ? renderCloseButton(this.#words.close, close) : nothing} ${this.#listbox.element}
      <span class="spoken" role="status">${this.#message}</span>
    `
  }

  /** The open list would otherwise go on following the window. */
  hostDisconnected(): void {
    if (this.isOpen) this.#close()
  }

  hostUpdated(): void {
    if (this.#combobox && !this.#combobox.isConnected) this.#close()
  }

  #on(
    type: string,
    handle: (event: Event, combobox: HTMLInputElement) => void,
    options: AddEventListenerOptions = {},
  ): void {
    const handleOwn = (event: Event) => {
      const target = event.target as HTMLInputElement
      if (target.id === 'phone_country') handle(event, target)
    }
    this.#host.renderRoot.addEventListener(type, handleOwn, options)
  }

  /**
   * Searches for what the visitor typed before the picker had loaded, or chooses it if they have left the field. Opens the
   * list after a press; who came by keys opens it by a key.
   */
  #catchUp(isPressed: boolean): void {
    const combobox = countryComboboxOf(this.#root)
    if (!combobox) return
    const typed = combobox.value
    const before =
      [chosenCountryName(this.#root), combobox.defaultValue].find(text => text && typed.startsWith(text)) ?? ''
    // Typed after the text that was there; or still to be typed, instead of it.
    if (typed !== before) combobox.value = typed.slice(before.length)
    else if (combobox.matches(':focus')) combobox.select()
    if (!combobox.matches(':focus')) this.#leave(combobox.value)
    else if (typed !== before || isPressed) this.#search(combobox)
  }

  /** Selects the text, so that typing replaces it. In a task of its own: WebKit sets the caret after the click. */
  #onClick(combobox: HTMLInputElement): void {
    if (!this.isOpen) setTimeout(() => combobox.select())
    this.#open()
  }

  /** Closing an on-screen keyboard may take the focus to nothing: a list that covers the screen stays while it is shown. */
  #onFocusOut({relatedTarget}: FocusEvent): void {
    const isShown = (this.#combobox?.getClientRects().length ?? 0) > 0
    if (relatedTarget || !isShown || !this.#listbox.isSheet) this.#leave()
  }

  #onKey(event: KeyboardEvent): void {
    if (isComposing(event) || event.ctrlKey || event.metaKey) return
    if (this.isOpen ? this.#keys[event.key]?.call(this, event) : opensList(event.key) && this.#open())
      event.preventDefault()
  }

  /** The keys of an open list; undefined leaves a key to the browser. */
  readonly #keys: Record<string, (event: KeyboardEvent) => true | undefined> = {
    ArrowDown: ({altKey}) => altKey || this.#move(1),
    ArrowUp: ({altKey}) => (altKey ? this.#close() : this.#move(-1)),
    PageDown: () => this.#move(pageSize),
    PageUp: () => this.#move(-pageSize),
    Home: () => this.#move(-Infinity),
    End: () => this.#move(Infinity),
    Enter: () => this.#choose(this.#listbox.activeCode),
    Escape: event => {
      event.stopPropagation() // a dialog around the form stays open
      return this.#close()
    },
    Tab: () => void (this.#hasSearched && this.#choose(this.#listbox.activeCode)),
  }

  /** Opens the list with the countries found, or with all of them and the chosen one active. */
  #open(combobox = countryComboboxOf(this.#root), found?: readonly Country[]): true {
    if (!combobox || this.isOpen) return true
    this.#combobox = combobox
    this.#hasSearched = false
    this.#fill(found ?? offeredCountries(this.#root, this.#language.lang))
    this.#listbox.open(combobox, this.#language.lang)
    if (!found) this.#listbox.activate(phoneCountryOf(this.#root)?.value)
    this.#host.requestUpdate()
    return true
  }

  #search(combobox = countryComboboxOf(this.#root)): void {
    if (!combobox || combobox.value === chosenCountryName(this.#root)) return void this.#open(combobox)
    const found = findCountries(this.#root, this.#language.lang, combobox.value)
    if (this.isOpen) this.#fill(found)
    else this.#open(combobox, found)
    this.#hasSearched = true
    const {countries_found, country_none} = this.#words
    this.#message = found.length > 0 ? formatCount(countries_found, found.length, this.#language.lang) : country_none
    this.#listbox.activateFirst()
    this.#host.requestUpdate()
  }

  #move(steps: number): true {
    this.#listbox.move(steps)
    this.#hasSearched = true
    this.#host.requestUpdate()
    return true
  }

  #choose(code: string | undefined): true {
    const select = phoneCountryOf(this.#root)
    if (select && code) enterValue(select, code)
    return this.#close()
  }

  /** The combobox shows the chosen country again. */
  #close(): true {
    this.#listbox.close()
    this.#message = ''
    this.#combobox = undefined
    const combobox = countryComboboxOf(this.#root)
    if (combobox) combobox.value = chosenCountryName(this.#root)
    if (combobox?.matches(':focus')) {
      combobox.select() // typing then searches for another country
      combobox.scrollIntoView({block: 'nearest'}) // the page may have scrolled behind the list
    }
    this.#host.requestUpdate()
    return true
  }

  /** Chooses the only country that the text can mean, also if a browser filled it in. */
  #leave(typed = (this.#hasSearched && this.#combobox?.value) || ''): void {
    const isNew = typed && typed !== chosenCountryName(this.#root)
    const found = isNew ? findCountries(this.#root, this.#language.lang, typed) : []
    this.#choose(found.length === 1 ? found[0]!.code : undefined)
  }

  #fill(countries: readonly Country[]): void {
    this.#listbox.fill(countries, this.#words.country_none, phoneCountryOf(this.#root)?.value)
  }

  get #words(): Hints {
    return withHints(withOverrides(this.#language.words, this.#host.messages))
  }

  get #root(): ShadowRoot {
    return this.#host.renderRoot
  }
}

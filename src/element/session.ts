import {checkContact} from '../contact/contact.ts'
import {fullMetadata as metadata} from '../contact/phone/full.ts'
import {toPhone} from '../contact/phone/phone.ts'
import {readBoxes, readFields} from './attributes.ts'
import {listCountries} from './countries.ts'
import {createKey, post} from './client.ts'
import type {ContactSignup} from './contact-signup.ts'
import {ownControls, type Control} from './controls.ts'
import {readCampaign, toInput} from './draft.ts'
import {
  ContactSignupErrorEvent, ContactSignupInvalidEvent, ContactSignupSubmitEvent, ContactSignupSuccessEvent,
} from './events.ts'
import {FormController, type Draft, type Ending, type FormState} from './form-controller.ts'
import type {LanguageController} from './language-controller.ts'
import {customControls, readValues, readWording, restore} from './readings.ts'
import {toWebUrl} from './url.ts'

/**
 * The half of the form that is loaded when a visitor first reaches into it: everything that judges, sends, or answers
 * what the visitor does. Nothing here is needed to see the form or to type into it.
 */
export class Session {
  readonly #host: ContactSignup
  readonly #language: LanguageController
  readonly #form: FormController
  #summarised = false
  /** Settles when no pointer is pressed: a complaint that moves the button away would swallow the click on it. */
  #released: Promise<unknown> | undefined

  constructor(host: ContactSignup, language: LanguageController) {
    this.#host = host
    this.#language = language
    this.#form = new FormController({
      draft: () => this.#draft(),
      judge: (input, required) => checkContact(input, {metadata, required}),
      confirm: contact => host.dispatchEvent(new ContactSignupSubmitEvent(contact)),
      post,
      createKey,
      changed: () => host.requestUpdate(),
    })
    host.addEventListener('pointerdown', () => this.#onPress(), {passive: true})
  }

  get state(): FormState & {summarised: boolean} {
    return {...this.#form.state, summarised: this.#summarised && Object.keys(this.#form.state.issues).length > 0}
  }

  /** Countries by their names in a language; only those of `codes` where it names any. */
  readonly listCountries = listCountries

  edited(): void {
    this.#form.edited()
  }

  /** A field that was filled and left is tidied and judged. */
  async leave(field: string): Promise<void> {
    await this.#released
    if (field === 'phone') this.#tidyPhone()
    this.#form.left(field)
  }

  check(): boolean {
    return this.#form.check()
  }

  /** Judges, and shows the complaints in the summary. */
  async report(): Promise<void> {
    if (!this.check()) await this.#summarise()
  }

  async submit(): Promise<boolean> {
    const ending = await this.#form.submit()
    await this.#host.updateComplete
    await this.#announce(ending)
    return ending.kind === 'sent'
  }

  reset(): void {
    for (const control of customControls(this.#host)) restore(control)
    this.#summarised = false
    this.#form.reset()
  }

  async #announce(ending: Ending): Promise<void> {
    if (ending.kind === 'invalid') {
      await this.#summarise()
      this.#host.dispatchEvent(new ContactSignupInvalidEvent(this.state.issues))
    }
    if (ending.kind === 'failed') this.#host.dispatchEvent(new ContactSignupErrorEvent(ending.code, ending.status))
    if (ending.kind !== 'sent') return
    this.#host.focus()
    this.#host.dispatchEvent(new ContactSignupSuccessEvent(ending.status))
    const next = toWebUrl(this.#host.successUrl)
    if (next) location.assign(next)
  }

  async #summarise(): Promise<void> {
    this.#summarised = true
    this.#host.requestUpdate()
    await this.#host.updateComplete
    this.#host.renderRoot.querySelector<HTMLElement>('[part=summary]')?.focus()
  }

  /** A number with its calling code chooses the country; what is left is written as people there write it. */
  #tidyPhone(): void {
    const [input, select] = [this.#control('phone'), this.#control('phone_country')]
    if (!input || !(select instanceof HTMLSelectElement)) return
    const phone = toPhone(input.value, select.value, metadata)
    if (!phone?.country || ![...select.options].some(({value}) => value === phone.country)) return
    select.value = phone.country
    if (input.value !== phone.national) input.value = phone.national
  }

  #onPress(): void {
    this.#released = new Promise(resolve => {
      // After the click that follows the release, not before it.
      for (const release of ['pointerup', 'pointercancel']) addEventListener(release, () => setTimeout(resolve), {once: true})
    })
  }

  #draft(): Draft {
    const {endpoint, tags, lists, attribution, renderRoot} = this.#host
    const fields = readFields(this.#host.fields)
    const campaign = attribution ? readCampaign(location.href) : {}
    const page = {
      values: readValues(renderRoot, this.#host),
      tags,
      lists,
      campaign,
      wordings: {terms: readWording(renderRoot, 'terms'), marketing: readWording(renderRoot, 'marketing')},
      lang: this.#language.lang,
      url: location.href,
    }
    return {
      endpoint,
      input: toInput(page),
      shown: [...fields.map(({name}) => name), ...readBoxes(this.#host.consent)],
      required: fields.filter(({required}) => required).map(({name}) => name),
      dispensable: Object.keys(campaign),
    }
  }

  #control(name: string): Control | undefined {
    return ownControls(this.#host.renderRoot).find(control => control.name === name)
  }
}

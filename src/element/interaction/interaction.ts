import type {SignupHost} from '../host.ts'
import type {LanguageController} from '../language-controller.ts'
import {addStyles} from './adopt-styles.ts'
import {CountryOptions} from './country-options.ts'
import {interactionStyles} from './interaction.styles.ts'
import {FormMemory} from './form-memory.ts'
import {KeptValues} from './kept-values.ts'
import {placeFields} from './place-fields.ts'

export interface InteractionOptions {
  language: LanguageController
  /** Undefined in a browser without them. */
  internals: ElementInternals | undefined
  /** Id of the element that a pointer came to last. */
  pointed(): string
}

/** What the form needs from the first interaction on, whichever field it is with. */
export class Interaction {
  readonly countryOptions: CountryOptions
  readonly keptValues: KeptValues
  readonly formMemory: FormMemory
  readonly placeFields = placeFields

  constructor(host: SignupHost, {language, internals, pointed}: InteractionOptions) {
    addStyles(host.renderRoot, interactionStyles)
    this.keptValues = new KeptValues(host)
    this.countryOptions = new CountryOptions(host, language, pointed)
    this.formMemory = new FormMemory(host, this.countryOptions, internals)
    host.requestUpdate()
  }
}

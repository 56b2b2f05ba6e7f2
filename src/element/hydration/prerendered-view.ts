// oxlint-disable lit/no-value-attribute -- initial values: nothing else is in these controls
import {html, nothing, type TemplateResult} from 'lit'
import {toLanguage} from '../../contact/language.ts'
import {signalNames} from '../../contact/signals.ts'
import {findLanguage, isForeign} from '../../messages/find-language.ts'
import type {Labels, MessageOverrides} from '../../messages/messages.ts'
import {toBoxes, toFields, type Box} from '../attributes.ts'
import {consentDefault, defaultFieldsOf, endpointDefault} from '../defaults.ts'
import {renderOptions} from '../field-view.ts'
import {toInitialCountry} from '../initial-country.ts'
import type {Option} from '../interaction/country-options.ts'
import {countryArrow} from '../phone-view.ts'
import {stateOf, type FormView, type Handlers, type LateParts, type WithoutScript} from '../view.ts'
import {toWebUrl} from '../web-url.ts'

/** What a form was prerendered from. A hidden control holds it as JSON. */
export interface Prerendered {
  /** By attribute name. */
  attributes: Readonly<Record<string, string>>
  /** BCP 47 tag of the page's language. */
  lang: string
  messages?: MessageOverrides
  /** The text of the page's own consent wordings and of its button. */
  slots?: Partial<Pick<Labels, 'terms' | 'marketing' | 'submit'>>
}

/** The name of that control. */
export const prerenderedName = 'prerendered'

/** What the view takes beside what the form was prerendered from. */
export interface PrerenderedParts {
  words: Labels
  /** Options of the phone's country, and of the address's. */
  options: {phone: readonly Option[]; address: readonly Option[]}
  /** The consent wordings as a visitor sees them. */
  wordings?: Partial<Record<Box[0], string>>
  /** Further values to post. */
  values?: Readonly<Record<string, string>>
  feedback?: NonNullable<LateParts['session']>['feedback']
  on?: Handlers
}

/**
 * The view of a prerendered form. A server renders it; the script then hydrates the same view before it renders its own, so
 * that Lit knows what is on the page.
 */
export function toPrerenderedView(prerendered: Prerendered, parts: PrerenderedParts): FormView {
  const {attributes, lang: tag, messages} = prerendered
  const lang = findLanguage(tag) || 'en'
  const fields = toFields(attributes.fields ?? defaultFieldsOf(lang))
  const boxes = toBoxes(attributes.consent ?? consentDefault)
  const code = toInitialCountry(attributes.country ?? '', attributes.countries ?? '', tag)
  return {
    words: {...parts.words, ...messages},
    lang,
    isForeign: lang === 'en' && isForeign(tag),
    fields,
    places: [[], ...[...fields.keys()].map(name => [name])],
    boxes,
    country: {code, name: code},
    termsUrl: toHref(attributes['terms-url']),
    privacyUrl: toHref(attributes['privacy-url']),
    state: {phase: 'editing', issues: {}},
    parts: {
      interaction: {
        countryOptions: {countries: parts.options.address, phoneCountries: () => [[code, '']], picker: undefined},
      },
      session: parts.feedback && {feedback: parts.feedback},
    },
    on: parts.on ?? noHandlers,
    withoutScript: withoutScript(prerendered, parts, {lang, boxes}),
  }
}

const noHandlers: Handlers = {interact() {}, edit() {}, submit() {}}

function withoutScript(
  prerendered: Prerendered,
  parts: PrerenderedParts,
  {lang, boxes}: Pick<FormView, 'lang' | 'boxes'>,
): WithoutScript {
  const {attributes} = prerendered
  const {wordings = {}, values = {}} = parts
  const hidden = {
    tags: attributes.tags ?? '',
    list_ids: attributes.lists ?? '',
    language: toLanguage(lang) ?? '',
    'consent.lang': lang,
    ...Object.fromEntries(boxes.flatMap(box => (box ? [[`consent.${box[0]}`, wordings[box[0]] ?? '']] : []))),
    ...values,
    [prerenderedName]: JSON.stringify(prerendered),
  }
  return {
    action: toHref(attributes.endpoint) ?? endpointDefault,
    renderPhoneCountry: view => renderPhoneCountry(view, parts.options.phone),
    renderHidden: () => renderHidden(Object.entries(hidden)),
  }
}

/**
 * A browser that took this select for a country code would write the national number beside it, also if the select lacks
 * that country, and the number would be another person's. Chromium ignores `off`, and goes by the label unless another
 * purpose is named: this is one that no browser has a value for. So it writes the whole number, with its calling code.
 */
const notFilled = 'transaction-currency'

function renderPhoneCountry(view: FormView, options: readonly Option[]): TemplateResult {
  const {invalid, mark, describedBy} = stateOf(view, 'phone_country', false)
  return html`
    <div part="field-phone_country${mark}" class="country without-script">
      <label part="label label-phone_country${mark}" for="phone_country_code">${view.words.phone_country}</label>
      <select
        part="input${mark}"
        id="phone_country_code"
        name="phone_country"
        autocomplete=${notFilled}
        aria-invalid=${invalid}
        aria-describedby=${describedBy}
      >
        ${renderOptions(options)}
      </select>
      ${countryArrow}
    </div>
  `
}

const renderHidden = (values: readonly (readonly [string, string])[]): TemplateResult => html`
  ${values.map(([name, value]) => html`<input type="hidden" name=${name} value=${value || nothing} />`)}
  <textarea
    class="honeypot"
    name=${signalNames.honeypot}
    autocomplete="off"
    tabindex="-1"
    aria-hidden="true"
  ></textarea>
`

/** Any origin: only a relative URL keeps it. */
const unknownBase = 'https://page.invalid'

/** An http(s) URL as it was written, relative or absolute; undefined for any other. */
export function toHref(text: string | undefined): string | undefined {
  const url = toWebUrl(text ?? '', unknownBase)
  return url?.origin === unknownBase ? text!.trim() : url?.href
}

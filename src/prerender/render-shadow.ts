import {ElementRenderer, render} from '@lit-labs/ssr'
import {collectResultSync} from '@lit-labs/ssr/lib/render-result.js'
import {consentTextOf, linksOf} from '../element/consent-view.ts'
import {renderForm} from '../element/form-view.ts'
import {toPrerenderedView, type Prerendered, type PrerenderedParts} from '../element/hydration/prerendered-view.ts'
import {listCountries} from '../element/interaction/countries.ts'
import type {FormView} from '../element/view.ts'
import type {Labels} from '../messages/messages.ts'
import {collapseSpaces} from './light-dom.ts'
import {toPhoneCountries} from './phone-countries.ts'

type ShadowOptions = Pick<PrerenderedParts, 'feedback' | 'values'> & {
  /** Whether all countries are offered for the phone. */
  hasAllCountries?: boolean
  /** The country of the phone that the visitor has chosen before. */
  chosenCountry?: string
}

/** Renders the form by the element's own templates: the content of its shadow root, without styles. */
export function renderShadow(prerendered: Prerendered, words: Labels, options: ShadowOptions = {}): string {
  const {attributes, lang: tag, messages} = prerendered
  const {hasAllCountries, chosenCountry, ...others} = options
  const toView = (parts: Partial<PrerenderedParts>) =>
    toPrerenderedView(prerendered, {words, options: {phone: [], address: []}, ...others, ...parts})
  const view = toView({})
  const {lang, country} = view
  const phone = toPhoneCountries({
    countries: attributes.countries ?? '',
    initial: country.code,
    tag,
    lang,
    chosen: chosenCountry,
    isWhole: hasAllCountries,
    choose: {...words, ...messages}.choose,
  })
  const address = listCountries(lang).map(({code, name}) => [code, name] as const)
  const wordings = toWordings(view, prerendered)
  const template = renderForm(toView({options: {phone, address}, wordings}))
  return collectResultSync(render(template, {customElementHostStack: [new Host('contact-signup')]}))
}

/** The element around the slots. The renderer needs to know that there is one. */
class Host extends ElementRenderer {}

/** The consent wordings as `toConsentText` reads them in a browser. */
function toWordings(view: FormView, {slots = {}}: Prerendered): PrerenderedParts['wordings'] {
  return Object.fromEntries(
    view.boxes.flatMap(box => {
      if (!box) return []
      const links = linksOf(view, box[0]).map(({text, url}) => `${text} (${url})`)
      return [[box[0], collapseSpaces([slots[box[0]] ?? consentTextOf(view, box[0]), ...links].join(' '))]]
    }),
  )
}

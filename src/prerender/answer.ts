import {serializeOuter} from 'parse5'
import type {Issue} from '../contact/issues.ts'
import type {Prerendered} from '../element/hydration/prerendered-view.ts'
import {Feedback, type FeedbackContext} from '../element/session/feedback.ts'
import {toWebUrl} from '../element/web-url.ts'
import {fill} from './fill.ts'
import {createElement, createTemplate} from './light-dom.ts'
import {answerStyles} from './prerendered.styles.ts'
import {pickMessages} from './read-messages.ts'
import {renderShadow} from './render-shadow.ts'
import {loadWords} from './words.ts'

/** A form that was posted without script, and refused. */
export interface RefusedForm {
  /** What the form was prerendered from; untrusted. */
  prerendered: Prerendered
  /** What was posted, by control name; a box is ticked or not. */
  values: Readonly<Record<string, string | boolean>>
  issues: readonly Issue[]
  /** The URL that the form posts to. */
  action: string
}

/**
 * Renders a refused form again, with all that was posted, and an error beside each field that is wrong. `styles` is the text of
 * its style element, for a content security policy.
 */
export async function prerenderAnswer(form: RefusedForm): Promise<{html: string; styles: string}> {
  const {prerendered, values, issues, action} = form
  const {lang} = prerendered
  const messages = pickMessages({...prerendered.messages, ...prerendered.slots}) // of the page's own wordings only the text
  const page = String(values['consent.page'] ?? '')
  const words = await loadWords(lang)
  const shadow = renderShadow(
    {
      attributes: {...withLinksOf(page, prerendered.attributes), endpoint: action},
      lang,
      messages,
    },
    words,
    {
      feedback: createFeedback(issues, {...words, ...messages}),
      hasAllCountries: issues.some(({field}) => field.startsWith('phone')),
      chosenCountry: String(values.phone_country ?? ''),
      values: page ? {'consent.page': page} : {},
    },
  )
  const {layout = ''} = prerendered.attributes
  const element = createElement('contact-signup', {lang, ...(layout && {layout})})
  const invalid = issues.map(({field, code}) => (code === 'phone_country_missing' ? 'phone_country' : field))
  const content = fill(`<style>${answerStyles}</style>${shadow}`, values, invalid)
  element.childNodes.push(createTemplate({shadowrootmode: 'open'}, content))
  return {html: serializeOuter(element), styles: answerStyles}
}

function createFeedback(issues: readonly Issue[], words: FeedbackContext['words']): Feedback {
  return new Feedback({
    state: {phase: 'editing', issues: Object.fromEntries(issues.map(({field, code}) => [field, code]))},
    words,
    example: undefined,
    country: () => '', // no error names it without an example
    suggestion: undefined,
    hasSummary: false,
    leftField: '',
    shown: () => [],
    customFields: [],
    customField: () => undefined,
    goTo() {},
    acceptSuggestion() {},
  })
}

/** Resolves the links of the page, which this answer is at another URL than. */
function withLinksOf(page: string, attributes: Prerendered['attributes']): Record<string, string> {
  const links = ['terms-url', 'privacy-url'].flatMap(name => {
    const url = attributes[name] && toWebUrl(attributes[name], page)
    return url ? [[name, url.href]] : []
  })
  return {...attributes, ...Object.fromEntries(links)}
}

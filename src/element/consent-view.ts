import {html, nothing, type TemplateResult} from 'lit'
import type {Box} from './attributes.ts'
import {renderMark} from './field-view.ts'
import {stateOf, type FormView} from './view.ts'

/** The links are outside the label, where a click on them ticks nothing; the box refers to them. */
export function renderConsent(view: FormView, [box, name]: Box): TemplateResult {
  const links = linksOf(view, box)
  const state = stateOf(view, name, links.length > 0)
  const {required, invalid, mark, describedBy} = state
  return html`
    <div part="field field-${name} consent${mark}">
      <input
        part="checkbox input-${name}${mark}"
        type="checkbox"
        id=${name}
        name=${name}
        ?required=${required}
        aria-invalid=${invalid}
        aria-describedby=${describedBy}
      />
      <div part="consent-text${mark}">
        <label part="label label-${name}${mark}" for=${name}
          ><slot name=${box}>${consentTextOf(view, box)}</slot>${renderMark(view, name, state)}</label
        >
        ${links.length > 0 ? html`<p id="${name}-hint">${links.map(renderLink)}</p>` : nothing}
        ${view.parts.session?.feedback.renderError(name)}
      </div>
    </div>
  `
}

/** The built-in wording; that of marketing names the channels that the visitor is asked for. */
export function consentTextOf({words, fields}: FormView, box: Box[0]): string {
  const [email, phone] = [fields.has('email'), fields.has('phone')]
  return words[box].replace(
    '{channels}',
    words[email && phone ? 'by_email_and_phone' : phone ? 'by_phone' : 'by_email'],
  )
}

interface Link {
  text: string
  url: string
}

/** The links beside a wording. Both are with the terms, where these are shown. */
export function linksOf({words, boxes, termsUrl, privacyUrl}: FormView, box: Box[0]): Link[] {
  const isTerms = box === 'terms'
  const terms = isTerms && termsUrl ? [{text: words.terms_link, url: termsUrl}] : []
  const privacy = (isTerms || !boxes[0]) && privacyUrl ? [{text: words.privacy_link, url: privacyUrl}] : []
  return [...terms, ...privacy]
}

/** Opens in a tab of its own, which knows nothing of its opener: leaving the page would lose what was typed. */
const renderLink = ({text, url}: Link) => html`<a part="link" href=${url} target="_blank">${text}</a> `

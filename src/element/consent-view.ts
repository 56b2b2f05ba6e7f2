import {html, nothing, type TemplateResult} from 'lit'
import type {Box} from './attributes.ts'
import {stateOf, type FormView} from './view.ts'

/** The links are outside the label, where a click on them ticks nothing; the box refers to them. */
export function renderConsent(view: FormView, [box, name]: Box): TemplateResult {
  const {words, boxes, parts} = view
  const isTerms = box === 'terms'
  const terms = isTerms && renderLink(view.termsUrl, words.terms_link)
  const privacy = (isTerms || !boxes[0]) && renderLink(view.privacyUrl, words.privacy_link)
  const links = terms || privacy
  const mark = isTerms ? nothing : html`<small> ${words.optional}</small>` // no part of the wording that is recorded
  const {invalid, describedBy} = stateOf(view, name, Boolean(links))
  return html`
    <div part="field field-${name} consent">
      <input
        part="checkbox input-${name}"
        type="checkbox"
        id=${name}
        name=${name}
        ?required=${isTerms}
        aria-invalid=${invalid}
        aria-describedby=${describedBy}
      />
      <div part="consent-text">
        <label part="label label-${name}" for=${name}><slot name=${box}>${textOf(view, box)}</slot>${mark}</label>
        ${links ? html`<p id="${name}-hint">${terms || nothing} ${privacy || nothing}</p>` : nothing}
        ${parts.session?.feedback.renderError(name)}
      </div>
    </div>
  `
}

/** The built-in wording; that of marketing names the channels that the visitor is asked for. */
function textOf({words, fields}: FormView, box: Box[0]): string {
  const [email, phone] = [fields.has('email'), fields.has('phone')]
  return words[box].replace(
    '{channels}',
    words[email && phone ? 'by_email_and_phone' : phone ? 'by_phone' : 'by_email'],
  )
}

/** Opens in a tab of its own: leaving the page would lose what was typed. */
function renderLink(url: URL | undefined, text: string): TemplateResult | undefined {
  return url && html`<a part="link" href=${url.href} target="_blank" rel="noopener">${text}</a>`
}

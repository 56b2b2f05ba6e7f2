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
        <label part="label label-${name}" for=${name}><slot name=${box}>${words[box]}</slot></label>
        ${links ? html`<p id="${name}-hint">${terms || nothing} ${privacy || nothing}</p>` : nothing}
        ${parts.session?.feedback.renderError(name)}
      </div>
    </div>
  `
}

/** Opens in a tab of its own: leaving the page would lose what was typed. */
function renderLink(url: URL | undefined, text: string): TemplateResult | undefined {
  return url && html`<a part="link" href=${url.href} target="_blank" rel="noopener">${text}</a>`
}

import {html, nothing, type TemplateResult} from 'lit'
import {pageSetting} from './model/configuration.ts'
import type {Snippet} from './output/snippets.ts'
import {findSystem} from './output/systems.ts'
import {renderPageSetting} from './page-controls.ts'
import {renderCode, type View} from './view.ts'

export interface CopyHandlers {
  copy(snippet: Snippet): void
  /** Copies a link to the configuration. */
  share(): void
  reset(): void
}

/** The snippets to copy, and the steps of a system. */
export function renderSnippets(view: View, snippets: readonly Snippet[], handlers: CopyHandlers): TemplateResult {
  return html`
    <section class="snippets" aria-labelledby="snippets">
      <div class="title">
        <h2 id="snippets" tabindex="-1">To copy</h2>
        <div class="actions">
          <button type="button" @click=${handlers.share}>Copy a link to this configuration</button>
          <button type="button" @click=${handlers.reset}>Start over</button>
        </div>
      </div>
      ${renderErrors(view)}
      <div class="columns">${snippets.map(snippet => renderSnippet(snippet, handlers))} ${renderSystem(view)}</div>
    </section>
  `
}

function renderErrors({errors}: View): unknown {
  const keys = Object.keys(errors)
  if (keys.length === 0) return nothing
  const names = keys.map((key, index) => html`${index > 0 ? ', ' : nothing}<code>${key}</code>`)
  return html`<p class="error">The form would not work as chosen. Please correct: ${names}</p>`
}

function renderSnippet(snippet: Snippet, {copy}: CopyHandlers): TemplateResult {
  const {id, title, note, text} = snippet
  return html`
    <section class="snippet" aria-labelledby="snippet-${id}">
      <div class="title">
        <h3 id="snippet-${id}">${title}</h3>
        <button type="button" aria-label="Copy: ${title}" @click=${() => copy(snippet)}>Copy</button>
      </div>
      <p class="hint">${renderCode(note)}</p>
      <pre tabindex="0" role="group" aria-labelledby="snippet-${id}"><code id="text-${id}">${text}</code></pre>
    </section>
  `
}

function renderSystem(view: View): TemplateResult {
  const {steps} = findSystem(pageSetting(view.configuration, 'system'))
  return html`
    <section class="snippet steps" aria-labelledby="steps">
      <h3 id="steps">Where to paste it</h3>
      ${renderPageSetting(view, 'system')}
      <ol>
        ${steps.map(step => html`<li>${renderCode(step)}</li>`)}
      </ol>
      ${view.product.hasGuide ? html`<p><a href="cms.md">The guide for all systems</a></p>` : nothing}
    </section>
  `
}

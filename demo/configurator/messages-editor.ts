import {html, nothing, type TemplateResult} from 'lit'
import type {Attribute} from './model/product.ts'
import {renderText} from './text-control.ts'
import {renderCode, type View} from './view.ts'

/** A line for each text of the form. Its placeholder is the text that it overrides. */
export function renderMessages(view: View, {name, description}: Attribute): TemplateResult {
  const {product, configuration, words} = view
  const count = Object.keys(configuration.messages).length
  return html`
    <details class="words" id=${name}>
      <summary>
        Every text of the form${count > 0 ? html` <span class="count">${count} of yours</span>` : nothing}
      </summary>
      <p class="hint">${renderCode(description ?? '')} Keep what is in curly brackets.</p>
      ${Object.entries(product.messages).map(([key, text]) =>
        renderText(view, {
          group: 'messages',
          name: key,
          label: key,
          placeholder: words[key] ?? text,
          lang: configuration.attributes.lang,
        }),
      )}
    </details>
  `
}

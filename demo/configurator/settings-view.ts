import {html, type TemplateResult} from 'lit'
import type {PageSetting} from './model/configuration.ts'
import {toLabel} from './model/controls.ts'
import {sectionsOf, type Item} from './model/sections.ts'
import {renderAttribute} from './attribute-controls.ts'
import {renderPageSetting} from './page-controls.ts'
import {renderProperty} from './property-controls.ts'
import {renderTextArea} from './text-control.ts'
import type {View} from './view.ts'

/** How many sections are open at first. */
const openCount = 2

/** All settings, in their sections. */
export function renderSettings(view: View): TemplateResult {
  return html`
    <section class="settings" aria-labelledby="settings">
      <h2 id="settings">Settings</h2>
      ${sectionsOf(view.product).map(
        ({title, items}, index) => html`
          <details class="section" ?open=${index < openCount}>
            <summary><h3>${title}</h3></summary>
            <div class="items">${items.map(item => renderItem(view, item))}</div>
          </details>
        `,
      )}
    </section>
  `
}

function renderItem(view: View, [group, name]: Item): unknown {
  const {attributes, properties, slots} = view.product
  if (group === 'page') return renderPageSetting(view, name as PageSetting) // the sections have no others
  if (group === 'attributes')
    return renderAttribute(
      view,
      attributes.find(each => each.name === name)!,
    )
  if (group === 'properties')
    return renderProperty(
      view,
      properties.find(each => each.name === name)!,
    )
  const {description = ''} = slots.find(slot => slot.name === name) ?? {}
  const label = name === 'terms' || name === 'marketing' ? `Your wording of ${name}` : toLabel(name)
  return renderTextArea(view, {
    group,
    name,
    label,
    hint: description,
    placeholder: view.words[name],
    lang: view.configuration.attributes.lang,
  })
}

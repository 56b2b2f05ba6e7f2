import {html, type TemplateResult} from 'lit'
import {live} from 'lit/directives/live.js'
import {controlOf, toLabel, withWord} from './model/controls.ts'
import {countriesOf, defaultOf, languagesOf, type Attribute} from './model/product.ts'
import {splitWords} from './model/fields.ts'
import {renderFieldsEditor} from './fields-editor.ts'
import {renderMessages} from './messages-editor.ts'
import {renderSelect, renderText} from './text-control.ts'
import {describe, renderHelp, type Labelled, type View} from './view.ts'

/** Labels that say more than the name. */
const labels: Readonly<Record<string, string>> = {lang: 'Language', consent: 'Boxes'}

const labelOf = (name: string): string => labels[name] ?? toLabel(name)

/** The control of an attribute. */
export function renderAttribute(view: View, attribute: Attribute): TemplateResult {
  const {name, description} = attribute
  const labelled: Labelled = {
    group: 'attributes',
    name,
    label: labelOf(name),
    hint: description,
    placeholder: defaultOf(attribute),
  }
  const control = controlOf(attribute)
  switch (control.kind) {
    case 'fields':
      return renderFieldsEditor(view, attribute)
    case 'messages':
      return renderMessages(view, attribute)
    case 'language':
      return renderSelect(view, labelled, languageOptions(view))
    case 'country':
      return renderSelect(view, labelled, countryOptions(view))
    case 'boolean':
      return renderBoolean(view, labelled)
    case 'choice':
      return renderSelect(view, labelled, [['', 'Default'], ...control.options.map(word => [word, word] as const)])
    case 'words':
      return renderWords(view, attribute, control.options)
    default:
      return renderText(view, labelled, control.kind)
  }
}

function renderBoolean(view: View, labelled: Labelled): TemplateResult {
  const {name, label} = labelled
  const change = ({currentTarget}: Event) =>
    view.set('attributes', name, (currentTarget as HTMLInputElement).checked ? '' : undefined)
  return html`
    <div class="field">
      <label class="box">
        <input
          type="checkbox"
          id=${name}
          .checked=${live(view.configuration.attributes[name] !== undefined)}
          aria-describedby=${describe(view, labelled)}
          @change=${change}
        />
        ${label}
      </label>
      ${renderHelp(view, labelled)}
    </div>
  `
}

/** A box for each word. */
function renderWords(view: View, attribute: Attribute, options: readonly string[]): TemplateResult {
  const {name, description} = attribute
  const value = view.configuration.attributes[name]
  const words = splitWords(value ?? defaultOf(attribute) ?? '')
  const labelled: Labelled = {group: 'attributes', name, label: labelOf(name), hint: description}
  const change = (word: string) => (event: Event) =>
    view.set('attributes', name, withWord(attribute, value, word, (event.currentTarget as HTMLInputElement).checked))
  const boxes = options.map(
    word => html`
      <label class="box">
        <input type="checkbox" data-word=${word} .checked=${live(words.includes(word))} @change=${change(word)} />
        ${toLabel(word)}
      </label>
    `,
  )
  return html`
    <fieldset id=${name} aria-describedby=${describe(view, labelled)}>
      <legend>${labelled.label}</legend>
      <div class="boxes">${boxes}</div>
      ${renderHelp(view, labelled)}
    </fieldset>
  `
}

const languageNames = new Intl.DisplayNames('en', {type: 'language'})
const regionNames = new Intl.DisplayNames('en', {type: 'region'})

function languageOptions({product}: View): [string, string][] {
  const tags = ['en', ...languagesOf(product)].map(tag => Intl.getCanonicalLocales(tag)[0]!)
  return [['', 'The page’s'], ...toOptions(tags, languageNames)]
}

function countryOptions({product}: View): [string, string][] {
  return [['', 'By the language and the visitor'], ...toOptions(countriesOf(product), regionNames)]
}

const toOptions = (codes: readonly string[], names: Intl.DisplayNames): [string, string][] =>
  codes
    .map((code): [string, string] => [code, `${names.of(code)} (${code})`])
    .sort(([, text], [, other]) => text.localeCompare(other, 'en'))

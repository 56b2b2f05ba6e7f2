import {html, type TemplateResult} from 'lit'
import {live} from 'lit/directives/live.js'
import {repeat} from 'lit/directives/repeat.js'
import {moveChoice, readFieldChoices, toFields, type FieldChoice} from './model/fields.ts'
import {defaultOf, type Attribute} from './model/product.ts'
import {renderHelp, type Labelled, type View} from './view.ts'

/** Which fields, in which order, and which are required. */
export function renderFieldsEditor(view: View, attribute: Attribute): TemplateResult {
  const initial = defaultOf(attribute) ?? ''
  const choices = readFieldChoices(view.configuration.attributes.fields ?? initial, view.product.fieldNames)
  const labelled: Labelled = {
    group: 'attributes',
    name: attribute.name,
    label: 'Fields',
    hint: 'The form always asks for an e-mail or a phone. In some languages the family name comes first by default.',
  }
  const change = (changed: readonly FieldChoice[]) => {
    const fields = toFields(changed)
    view.set('attributes', 'fields', fields === initial ? undefined : fields)
  }
  return html`
    <fieldset id=${attribute.name} aria-describedby="fields-hint">
      <legend class="unseen">Fields</legend>
      <ol class="choices">
        ${repeat(
          choices,
          ({name}) => name,
          (choice, index) => renderChoice({view, choices, change}, choice, index),
        )}
      </ol>
      ${renderHelp(view, labelled)}
    </fieldset>
  `
}

interface Editor {
  view: View
  choices: readonly FieldChoice[]
  change(choices: readonly FieldChoice[]): void
}

function renderChoice({view, choices, change}: Editor, choice: FieldChoice, index: number): TemplateResult {
  const {name, isShown, isRequired} = choice
  const label = view.product.messages[name] ?? name
  const put = (values: Partial<FieldChoice>) =>
    change(choices.map(each => (each === choice ? {...each, ...values} : each)))
  const isTicked = (event: Event) => (event.currentTarget as HTMLInputElement).checked
  const shownCount = choices.filter(each => each.isShown).length
  const show = (event: Event) => {
    put({isShown: isTicked(event), isRequired: false})
    keepFocus(event)
  }
  const move = (by: -1 | 1) => (event: Event) => {
    change(moveChoice(choices, index, by))
    view.announce(`${label}: ${index + by + 1} of ${shownCount}`)
    keepFocus(event)
  }
  return html`
    <li>
      <label class="box">
        <input type="checkbox" .checked=${live(isShown)} @change=${show} />
        ${label}
      </label>
      <label class="box required" ?hidden=${!isShown}>
        <input
          type="checkbox"
          .checked=${live(isRequired)}
          aria-label="${label}: required"
          @change=${(event: Event) => put({isRequired: isTicked(event)})}
        />
        required
      </label>
      <span class="moves" ?hidden=${!isShown}>
        <button type="button" aria-label="Move ${label} up" ?disabled=${index === 0} @click=${move(-1)}>↑</button>
        <button type="button" aria-label="Move ${label} down" ?disabled=${index >= shownCount - 1} @click=${move(1)}>
          ↓
        </button>
      </span>
    </li>
  `
}

/**
 * A field that has moved in the list loses the focus, as its elements have moved. Gives it back once the list has rendered,
 * or to the other button of a field that can go no further.
 */
function keepFocus({currentTarget}: Event): void {
  const control = currentTarget as HTMLInputElement | HTMLButtonElement
  requestAnimationFrame(() => {
    const other = control.parentElement!.querySelector<HTMLElement>('button:enabled')
    if (control.disabled) other?.focus()
    else control.focus()
  })
}

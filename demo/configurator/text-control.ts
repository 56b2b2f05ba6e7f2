import {html, nothing, type TemplateResult} from 'lit'
import {live} from 'lit/directives/live.js'
import {keyOf} from './model/fragment.ts'
import {describe, renderField, type Labelled, type View} from './view.ts'

/** A line of text; empty means not set. */
export function renderText(view: View, labelled: Labelled, keyboard = 'text'): TemplateResult {
  return renderField(view, labelled, renderInput(view, labelled, keyboard))
}

/** Of the type text also for a URL: it may be relative, which a browser would take for invalid. */
export function renderInput(view: View, labelled: Labelled, keyboard = 'text'): TemplateResult {
  const {group, name, placeholder, lang} = labelled
  const key = keyOf(group, name)
  return html`
    <input
      id=${key}
      type="text"
      inputmode=${keyboard}
      autocomplete="off"
      spellcheck="false"
      lang=${lang ?? nothing}
      dir=${lang ? 'auto' : nothing}
      placeholder=${placeholder ?? nothing}
      .value=${live(view.configuration[group][name] ?? '')}
      aria-invalid=${view.errors[key] ? 'true' : nothing}
      aria-describedby=${describe(view, labelled)}
      @input=${setter(view, labelled, false)}
      @change=${setter(view, labelled, true)}
    />
  `
}

/** Text of several lines. */
export function renderTextArea(view: View, labelled: Labelled): TemplateResult {
  const {group, name, placeholder, lang} = labelled
  return renderField(
    view,
    labelled,
    html`
      <textarea
        id=${keyOf(group, name)}
        rows="2"
        lang=${lang ?? nothing}
        dir=${lang ? 'auto' : nothing}
        placeholder=${placeholder ?? nothing}
        .value=${live(view.configuration[group][name] ?? '')}
        aria-describedby=${describe(view, labelled)}
        @input=${setter(view, labelled, false)}
        @change=${setter(view, labelled, true)}
      ></textarea>
    `,
  )
}

/** One of several values; the empty one means not set. */
export function renderSelect(
  view: View,
  labelled: Labelled,
  options: readonly (readonly [value: string, text: string])[],
): TemplateResult {
  const {group, name} = labelled
  const value = view.configuration[group][name] ?? ''
  const isListed = options.some(([option]) => option === value)
  const all = isListed ? options : [...options, [value, value] as const] // a link may have any
  return renderField(
    view,
    labelled,
    html`
      <select
        id=${keyOf(group, name)}
        aria-describedby=${describe(view, labelled)}
        @change=${setter(view, labelled, true)}
      >
        ${all.map(([option, text]) => html`<option value=${option} .selected=${live(option === value)}>${text}</option>`)}
      </select>
    `,
  )
}

/** Sets the value of the control that an event comes from. */
export function setter(view: View, {group, name}: Labelled, isFinal: boolean) {
  return ({currentTarget}: Event): void => {
    const {value} = currentTarget as HTMLInputElement // or another control with a value
    view.set(group, name, value === '' ? undefined : value, isFinal)
  }
}

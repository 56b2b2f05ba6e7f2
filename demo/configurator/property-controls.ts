import {html, type TemplateResult} from 'lit'
import {live} from 'lit/directives/live.js'
import {kindOfProperty, toLabel} from './model/controls.ts'
import type {Described} from './model/product.ts'
import {renderInput, setter} from './text-control.ts'
import {renderField, type Labelled, type View} from './view.ts'

const fonts = ['Georgia, "Times New Roman", serif', 'system-ui, sans-serif', 'ui-monospace, Menlo, Consolas, monospace']

/** The control of a custom property: a line of CSS, and a picker beside it. */
export function renderProperty(view: View, {name, description}: Described): TemplateResult {
  const kind = kindOfProperty(name)
  const labelled: Labelled = {
    group: 'properties',
    name,
    label: toLabel(name),
    hint: description,
    placeholder: {colour: 'the form’s', length: 'the form’s', font: 'the page’s'}[kind],
  }
  const input = renderInput(view, labelled)
  const pickers = {colour: renderColour, length: renderLength, font: renderFonts}
  return renderField(view, labelled, html`<div class="pair">${pickers[kind](view, labelled)} ${input}</div>`)
}

function renderColour(view: View, labelled: Labelled): TemplateResult {
  const value = view.configuration.properties[labelled.name] ?? ''
  const isPlain = /^#[\da-f]{6}$/i.test(value)
  return html`
    <input
      type="color"
      class=${isPlain ? 'set' : 'unset'}
      aria-label="${labelled.label}: pick a colour"
      .value=${live(isPlain ? value.toLowerCase() : '#808080')}
      @input=${setter(view, labelled, false)}
      @change=${setter(view, labelled, true)}
    />
  `
}

function renderLength(view: View, labelled: Labelled): TemplateResult {
  const set = (isFinal: boolean) => (event: Event) =>
    view.set('properties', labelled.name, `${(event.currentTarget as HTMLInputElement).value}px`, isFinal)
  return html`
    <input
      type="range"
      min="0"
      max="80"
      aria-label="${labelled.label}: pixels"
      .value=${live(String(Number.parseFloat(view.configuration.properties[labelled.name] ?? '') || 0))}
      @input=${set(false)}
      @change=${set(true)}
    />
  `
}

function renderFonts(view: View, labelled: Labelled): TemplateResult {
  const value = view.configuration.properties[labelled.name] ?? ''
  return html`
    <select aria-label="${labelled.label}: choose" @change=${setter(view, labelled, true)}>
      <option value="" .selected=${live(value === '')}>the page’s</option>
      ${fonts.map(font => html`<option value=${font} .selected=${live(font === value)}>${font.split(',')[0]}</option>`)}
    </select>
  `
}

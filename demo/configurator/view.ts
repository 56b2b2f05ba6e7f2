import {html, nothing, type TemplateResult} from 'lit'
import type {Configuration, Group} from './model/configuration.ts'
import {keyOf} from './model/fragment.ts'
import type {Product} from './model/product.ts'

/** What the templates of the settings render, and how they change it. */
export interface View {
  product: Product
  configuration: Configuration
  /** By the key of the value. */
  errors: Readonly<Record<string, string>>
  /** The texts of the form in its language, by name. */
  words: Readonly<Record<string, string>>
  /**
   * Sets a value, or removes it.
   * @param isFinal whether the change is complete, rather than one key of many: it becomes a step of the history
   */
  set(group: Group, name: string, value: string | undefined, isFinal?: boolean): void
  /** Tells people who do not see the page what has changed. */
  announce(text: string): void
}

/** A setting with its label. */
export interface Labelled {
  group: Group
  name: string
  label: string
  hint?: string
  placeholder?: string
  /** BCP 47 tag of what one types, if it is no English. */
  lang?: string
}

/** The label of a control, the control, its hint and its error. */
export function renderField(view: View, labelled: Labelled, control: unknown): TemplateResult {
  const key = keyOf(labelled.group, labelled.name)
  return html`
    <div class="field">
      <label for=${key}>${labelled.label}</label>
      ${control} ${renderHelp(view, labelled)}
    </div>
  `
}

export function renderHelp({errors}: View, {group, name, hint}: Labelled): TemplateResult {
  const key = keyOf(group, name)
  return html`
    ${hint ? html`<p class="hint" id="${key}-hint">${renderCode(toSentence(hint))}</p>` : nothing}
    ${errors[key] ? html`<p class="error" id="${key}-error">${errors[key]}</p>` : nothing}
  `
}

/** The ids of what describes a control. */
export function describe({errors}: View, {group, name, hint}: Labelled): string | typeof nothing {
  const key = keyOf(group, name)
  return [hint && `${key}-hint`, errors[key] && `${key}-error`].filter(Boolean).join(' ') || nothing
}

/** Descriptions of the manifest have no capital and no full stop where they are a part of a sentence. */
const toSentence = (text: string): string => text[0]!.toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? '' : '.')

/** Text with code in backticks. */
export const renderCode = (text: string) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))

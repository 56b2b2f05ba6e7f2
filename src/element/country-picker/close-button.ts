import {html, type TemplateResult} from 'lit'

/** For fingers: with keys, Escape closes and Tab moves on to the number. A press leaves the focus in the combobox. */
export const renderCloseButton = (label: string, onClick: () => void): TemplateResult => html`
  <button class="close" type="button" tabindex="-1" @mousedown=${keepFocus} @click=${onClick}>${label}</button>
`

const keepFocus = (event: Event) => event.preventDefault()

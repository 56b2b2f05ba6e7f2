import {suggestEmail} from '../../contact/email-suggestion.ts'
import {controlOf, enterValue} from '../interaction/controls.ts'

/** Suggests another spelling of the e-mail address when the visitor leaves the field. */
export class EmailSuggestion {
  readonly #root: ParentNode
  readonly #onChange: () => void
  #suggestion: string | undefined

  constructor(root: ParentNode, onChange: () => void) {
    this.#root = root
    this.#onChange = onChange
  }

  get suggestion(): string | undefined {
    return this.#suggestion
  }

  suggest(): void {
    const control = controlOf(this.#root, 'email')
    if (!control || control.matches(':focus')) return // the visitor has come back to type
    this.#show(suggestEmail(control.value))
  }

  withdraw(): void {
    this.#show(undefined)
  }

  /** Enters the suggested address, and focuses the field, since the button that offered it disappears. */
  accept(): void {
    const control = controlOf(this.#root, 'email')
    if (!control || !this.#suggestion) return
    const suggestion = this.#suggestion
    control.focus()
    enterValue(control, suggestion)
  }

  #show(suggestion: string | undefined): void {
    if (suggestion === this.#suggestion) return
    this.#suggestion = suggestion
    this.#onChange()
  }
}

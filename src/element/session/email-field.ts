import {toEmail} from '../../contact/email.ts'
import {controlOf, enterValue} from '../interaction/controls.ts'

/** Suggests another spelling of the e-mail address when the visitor leaves the field. */
export class EmailField {
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

  /** Loads the suggestions now, since most visitors never need them; if that fails, there is none. */
  async suggest(): Promise<void> {
    const email = this.#email
    const loaded = email && (await import('../../contact/email-suggestion.ts').catch(() => undefined))
    if (loaded && email === this.#email) this.#show(loaded.suggestEmail(email))
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

  get #email(): string | undefined {
    return toEmail(controlOf(this.#root, 'email')?.value ?? '')
  }

  #show(suggestion: string | undefined): void {
    if (suggestion === this.#suggestion) return
    this.#suggestion = suggestion
    this.#onChange()
  }
}

import {toEmail} from '../../contact/email.ts'
import {controlOf} from '../interaction/controls.ts'

/** Suggests another spelling of the e-mail address, once it is left; never stands in the way. */
export class EmailField {
  readonly #root: ParentNode
  readonly #changed: () => void
  #suggestion: string | undefined

  constructor(root: ParentNode, changed: () => void) {
    this.#root = root
    this.#changed = changed
  }

  get suggestion(): string | undefined {
    return this.#suggestion
  }

  /** What suggests is loaded now, for most visitors never need it; nobody misses it where that fails. */
  async suggest(): Promise<void> {
    const typed = this.#typed
    const loaded = typed && (await import('../../contact/email-suggestion.ts').catch(() => undefined))
    if (loaded && typed === this.#typed) this.#show(loaded.suggestEmail(typed))
  }

  withdraw(): void {
    this.#show(undefined)
  }

  /** Puts the suggested address into the field, and the focus too: the button that offered it goes. */
  take(): void {
    const control = controlOf(this.#root, 'email')
    if (!control || !this.#suggestion) return
    control.value = this.#suggestion
    control.focus()
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, {bubbles: true, composed: true}))
  }

  #show(suggestion: string | undefined): void {
    if (suggestion === this.#suggestion) return
    this.#suggestion = suggestion
    this.#changed()
  }

  get #typed(): string | undefined {
    return toEmail(controlOf(this.#root, 'email')?.value ?? '')
  }
}

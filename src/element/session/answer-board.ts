import {h} from '../h.ts'

/**
 * Puts answers into their places in the form, and touches none that says the same already: it would be read out again.
 * A focus that goes with what was said is given to what is said now.
 */
export class AnswerBoard {
  readonly #root: ParentNode
  readonly #said = new WeakMap<Element, string>()

  constructor(root: ParentNode) {
    this.#root = root
  }

  /** @param place as the form names it: `summary`, `custom`, or the name of a field */
  put(place: string, answer: readonly Node[]): void {
    this.#fill(this.#root.querySelector(`[data-answer=${place}]`), answer)
  }

  /** How sending goes. */
  tell(answer: readonly Node[]): void {
    this.#fill(this.#root.querySelector('[part=status]'), answer)
  }

  /** Below the e-mail. The place is there before the words are: what appears in it is read out. */
  suggest(answer: readonly Node[]): void {
    const beside = this.#root.querySelector('[data-answer=email]')
    if (!beside) return
    if (!beside.nextElementSibling)
      beside.after(h('div', {part: 'suggestion suggestion-email', id: 'email-suggestion', role: 'status'}))
    this.#fill(beside.nextElementSibling, answer)
  }

  #fill(place: Element | null, answer: readonly Node[]): void {
    const says = answer.map(node => (node as Element).outerHTML).join('')
    if (!place || (this.#said.get(place) ?? '') === says) return
    this.#said.set(place, says)
    const hadFocus = place.querySelector(':focus')
    place.replaceChildren(...answer)
    if (hadFocus) place.querySelector<HTMLElement>('[tabindex]')?.focus()
  }
}

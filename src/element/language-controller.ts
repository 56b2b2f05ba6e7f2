import type {ReactiveController, ReactiveControllerHost} from '@lit/reactive-element'
import {labels} from '../messages/en.labels.ts'
import {languages, loadMessages} from '../messages/load-messages.ts'
import type {Labels, Replies} from '../messages/messages.ts'

/**
 * Follows the language of the page around the form, and holds its words. English is always at hand; another language
 * is loaded before the form first shows, so that no visitor sees one language turn into another.
 */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element
  readonly #observer = new MutationObserver(() => this.#follow())

  /** The page's language around the form, a BCP 47 tag: `es-MX`. */
  tag = ''
  /** The language that the words are in: `es`. */
  lang = 'en'
  /** English replies are loaded late, and are then added where these have none. */
  words: Labels & Partial<Replies> = labels
  /** Whether there are words to begin with. */
  isReady = false
  /** Settles when the words for the page's language are there. */
  ready: Promise<void> | undefined

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#watch(this.#host.getRootNode())
    this.#follow()
  }

  /** What happens in a shadow is not seen from outside it. */
  #watch(root: Node): void {
    this.#observer.observe(root, {attributes: true, attributeFilter: ['lang'], subtree: true})
    if (root instanceof ShadowRoot) this.#watch(root.host.getRootNode())
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
  }

  #follow(): void {
    const tag = nearestLang(this.#host)
    if (tag !== this.tag) this.ready = this.#speak((this.tag = tag))
  }

  /** Words that cannot be loaded must not keep the form from showing. */
  async #speak(tag: string): Promise<void> {
    const lang = toKnown(tag)
    const loaded = lang ? await loadMessages(lang).catch(() => {}) : undefined
    if (tag !== this.tag) return // another language came in between
    this.lang = loaded ? lang : 'en'
    this.words = loaded?.default ?? labels
    this.isReady = true
    this.#host.requestUpdate()
  }
}

/** The nearest `lang` on the way up, out of shadow roots too. */
function nearestLang(element: Element): string {
  const root = element.getRootNode()
  return (
    element.closest('[lang]')?.getAttribute('lang') || (root instanceof ShadowRoot && nearestLang(root.host)) || 'en'
  )
}

/** The known language that fits a tag best: itself, else what stands before its last subtag, and so on; or none. */
function toKnown(tag: string): string {
  let part = tag.toLowerCase().replace(/_/g, '-') // as some content systems write it
  while (part && !languages.includes(part)) part = part.replace(/-?[^-]*$/, '')
  return part
}

/** The region that a tag names: `MX` of `es-MX`; empty where it names none. */
export function regionOf(tag: string): string {
  return /[-_]([a-z]{2})(?:[-_]|$)/i.exec(tag)?.[1]?.toUpperCase() ?? ''
}

import type {ReactiveController, ReactiveControllerHost} from 'lit'
import {labels} from '../messages/en.labels.ts'
import {findLanguage, isForeign} from '../messages/find-language.ts'
import {loadMessages} from '../messages/load-messages.ts'
import type {Hints, Labels, Replies} from '../messages/messages.ts'

/**
 * Follows the language of the page and holds its words. English is part of the first file; another language is loaded
 * before the first render, so that no visitor sees one language turn into another.
 */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element
  readonly #observer = new MutationObserver(() => this.#follow())

  /** The page's language, a BCP 47 tag: `es-MX`. */
  tag = ''
  /** The language of the words: `es`. */
  lang = 'en'
  /** Whether the page's language has no words, and English stands in. */
  isForeign = false
  /** English lacks its hints and replies, which are loaded late. */
  words: Labels & Partial<Hints & Replies> = labels
  /** Whether there are words for a first render. */
  isReady = false
  /** Resolves when the words of the page's language have loaded. */
  ready: Promise<void> | undefined

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#watch(this.#host.getRootNode())
    this.#follow()
  }

  /** Also outside the shadow root that the form is in, since an observer does not see through it. */
  #watch(root: Node): void {
    this.#observer.observe(root, {attributes: true, attributeFilter: ['lang'], subtree: true})
    if (root instanceof ShadowRoot) this.#watch(root.host.getRootNode())
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
  }

  #follow(): void {
    const tag = nearestLang(this.#host)
    if (tag !== this.tag) this.ready = this.#load((this.tag = tag))
  }

  /** If the words cannot be loaded, the form shows in English. */
  async #load(tag: string): Promise<void> {
    const lang = findLanguage(tag)
    const loaded = lang ? await loadMessages(lang).catch(() => {}) : undefined
    if (tag !== this.tag) return // the language has changed since
    this.lang = loaded ? lang : 'en'
    this.isForeign = !loaded && isForeign(tag)
    this.words = loaded?.default ?? labels
    this.isReady = true
    this.#host.requestUpdate()
  }
}

/** The nearest `lang` attribute upwards, also outside the shadow root. */
function nearestLang(element: Element): string {
  const root = element.getRootNode()
  return (
    element.closest('[lang]')?.getAttribute('lang') || (root instanceof ShadowRoot && nearestLang(root.host)) || 'en'
  )
}

import type {ReactiveController, ReactiveControllerHost} from 'lit'
import en from '../messages/en.ts'
import type {Messages} from '../messages/messages.ts'

/** The languages beside English, each a file of its own that only its pages load. */
const languages: Record<string, () => Promise<{default: Messages}>> = {
  es: () => import('../messages/es.ts'),
}

/**
 * Follows the language of the page around the form, and holds its words. English is always at hand; another language
 * is loaded before the form first shows, so that no visitor sees one language turn into another.
 */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element
  readonly #observer = new MutationObserver(() => this.#follow())
  #wanted = ''

  /** The page's language around the form, a BCP 47 tag: `es-MX`. */
  tag = 'en'
  /** The language that the words are in: `es`. */
  lang = 'en'
  words: Messages = en
  /** Settles when the words for the page's language are there. */
  ready: Promise<unknown> | undefined

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#observer.observe(document, {attributes: true, attributeFilter: ['lang'], subtree: true})
    this.#follow()
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
  }

  #follow(): void {
    this.tag = nearestLang(this.#host)
    const lang = toKnown(this.tag)
    if (lang === this.#wanted) return this.#host.requestUpdate()
    this.#wanted = lang
    const load = languages[lang]
    if (!load) return this.#speak('en', en)
    this.ready = load().then(
      loaded => lang === this.#wanted && this.#speak(lang, loaded.default),
      () => this.#speak('en', en), // words that cannot be loaded must not keep the form from showing
    )
  }

  #speak(lang: string, words: Messages): void {
    this.lang = lang
    this.words = words
    this.ready = undefined
    this.#host.requestUpdate()
  }
}

/** The nearest `lang` on the way up, out of shadow roots too. */
function nearestLang(element: Element): string {
  const named = element.closest('[lang]')
  if (named) return named.getAttribute('lang') || 'en'
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? nearestLang(root.host) : document.documentElement.lang || 'en'
}

/** The known language that fits a tag best: itself, else what stands before its last subtag, and so on. */
function toKnown(tag: string): string {
  for (let part = tag.toLowerCase(); part; part = part.replace(/-?[^-]*$/, '')) if (part in languages) return part
  return 'en'
}

/** The region that a tag names: `MX` of `es-MX`. */
export function regionOf(tag: string): string {
  return /[-_]([a-z]{2})(?:[-_]|$)/i.exec(tag)?.[1]?.toUpperCase() ?? ''
}

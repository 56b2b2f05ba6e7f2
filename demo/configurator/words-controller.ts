import type {ReactiveController, ReactiveControllerHost} from 'lit'
import {findFile, type Product} from './model/product.ts'
import {findLanguage} from './output/script.ts'

type Words = Readonly<Record<string, string>>

/** The texts of the form in the chosen language, from the form's own files. English until they have loaded. */
export class WordsController implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #file: string | undefined
  /** By the name of the text. */
  words: Words = {}

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {}

  /** Loads the texts of another language. */
  follow(tag: string, product: Product): void {
    const file = findFile(product, 'words', findLanguage(tag, product))
    if (file && file === this.#file) return
    this.#file = file
    this.words = product.messages
    if (file) this.#load(file)
  }

  async #load(file: string): Promise<void> {
    const url = new URL(file, document.baseURI).href
    const module = await (import(/* @vite-ignore */ url) as Promise<{default: Words}>).catch(() => undefined)
    if (!module || file !== this.#file) return // English stays, or the language has changed since
    this.words = module.default
    this.#host.requestUpdate()
  }
}

import {html, LitElement, type PropertyDeclarations, type PropertyValues} from 'lit'
import {keyed} from 'lit/directives/keyed.js'
import {checkConfiguration} from './model/checks.ts'
import {emptyConfiguration, withValue, type Configuration} from './model/configuration.ts'
import {readFragment, toFragment} from './model/fragment.ts'
import type {Product} from './model/product.ts'
import {importMapOf} from './output/script.ts'
import {snippetsOf, type Snippet} from './output/snippets.ts'
import type {Heights} from './output/styles.ts'
import {copyText, writeClipboard} from './copy-text.ts'
import {hashOf} from './hash.ts'
import {applyConfiguration, applyPage, interceptSubmit, measureHeights} from './preview-frame.ts'
import {renderPreview, type PreviewPage} from './preview-view.ts'
import {renderSettings} from './settings-view.ts'
import {renderSnippets} from './snippets-view.ts'
import type {View} from './view.ts'
import {WordsController} from './words-controller.ts'

/** The page's settings, preview and snippets. It renders into the page itself, whose style sheet is its own. */
export class SignupConfigurator extends LitElement {
  static override properties: PropertyDeclarations = {
    product: {attribute: false},
    configuration: {state: true},
    page: {state: true},
    heights: {state: true},
    importMapHash: {state: true},
    announcement: {state: true},
    previewNote: {state: true},
  }
  declare product: Product
  declare configuration: Configuration
  declare page: PreviewPage
  declare heights: Heights | undefined
  declare importMapHash: string | undefined
  declare announcement: string
  declare previewNote: string
  readonly #words = new WordsController(this)

  constructor() {
    super()
    this.configuration = emptyConfiguration
    this.page = {scheme: 'light', lang: 'en', width: 'full'}
    this.announcement = ''
    this.previewNote = 'Try the form: the preview sends nothing.'
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('popstate', this.#read)
    this.#read()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('popstate', this.#read)
  }

  protected override createRenderRoot(): this {
    return this
  }

  protected override willUpdate(): void {
    this.#words.follow(this.configuration.attributes.lang ?? '', this.product)
  }

  protected override updated(changed: PropertyValues<this>): void {
    for (const {contentDocument} of this.querySelectorAll('iframe')) this.#apply(contentDocument)
    if (changed.has('configuration')) this.#hash()
  }

  protected override render() {
    const {product, configuration, heights, importMapHash} = this
    const view: View = {
      product,
      configuration,
      errors: checkConfiguration(configuration, product),
      words: this.#words.words,
      set: (group, name, value, isFinal = true) =>
        this.#set(withValue(this.configuration, group, name, value), isFinal),
      announce: this.#announce,
    }
    const snippets = snippetsOf(configuration, product, {heights, importMapHash})
    return html`
      <div class="work">
        ${renderSettings(view)} ${renderPreview(this.page, this.previewNote, this.#previewHandlers)}
      </div>
      ${renderSnippets(view, snippets, this.#copyHandlers)}
      <p class="toast" role="status">${keyed(this.announcement, html`<span>${this.announcement}</span>`)}</p>
    `
  }

  readonly #previewHandlers = {
    choose: (page: Partial<PreviewPage>) => {
      this.page = {...this.page, ...page}
    },
    load: ({currentTarget}: Event) => {
      const {contentDocument} = currentTarget as HTMLIFrameElement
      if (!contentDocument) return // of another origin
      this.#apply(contentDocument)
      interceptSubmit(contentDocument, () => {
        this.previewNote = 'The form is valid, and would have been sent. The preview sends nothing.'
      })
      measureHeights(contentDocument, heights => (this.heights = heights))
    },
  }

  #apply(page: Document | null): void {
    if (!page?.querySelector('contact-signup')) return // not loaded yet
    applyConfiguration(page, this.configuration, this.product)
    if (page.querySelectorAll('contact-signup').length === 1) applyPage(page, this.page)
  }

  /** Reads the configuration from the page's URL. */
  readonly #read = (): void => {
    this.configuration = readFragment(location.hash, this.product)
  }

  #set(configuration: Configuration, isFinal: boolean): void {
    this.configuration = configuration
    const fragment = toFragment(configuration, this.product)
    if (isFinal && `#${fragment}` !== (location.hash || '#'))
      history.pushState(null, '', fragment ? `#${fragment}` : location.pathname + location.search)
  }

  async #hash(): Promise<void> {
    const text = importMapOf(this.configuration, this.product)
    const hash = await hashOf(text)
    if (text === importMapOf(this.configuration, this.product)) this.importMapHash = hash
  }

  /** A space tells a text from the same one before, which screen readers would not read again. */
  readonly #announce = (text: string): void => {
    this.announcement = text === this.announcement ? `${text}\u00a0` : text
  }

  readonly #copyHandlers = {
    copy: async ({id, title}: Snippet): Promise<void> => {
      const how = await copyText(this.querySelector(`#text-${id}`)!) // the button is beside it
      this.#announce(how === 'copied' ? `Copied: ${title}` : `Selected: ${title}. Copy it with the keyboard.`)
    },
    share: async (): Promise<void> => {
      const isCopied = await writeClipboard(location.href)
      this.#announce(isCopied ? 'Copied: the link' : 'The link is in the address bar.')
    },
    reset: (): void => this.#set(emptyConfiguration, true),
  }
}

customElements.define('signup-configurator', SignupConfigurator)

import type {PrerenderOptions} from '../../../src/prerender/index.ts'
import type {ContactSignup} from '../../../src/index.ts'
import {arrivals, Page} from '../page.ts'

/** Each visit has addresses of its own, of which the browser has nothing in its cache, from no other file either. */
let visits = Math.round(performance.timeOrigin)

/** A page in a frame, with a prerendered form of which no script has loaded yet. */
export class PrerenderedPage extends Page {
  readonly window: Window & typeof globalThis

  constructor(form: ContactSignup, window: Window & typeof globalThis) {
    super(form)
    this.window = window
  }

  /** Loads the built script. */
  loadScript(): void {
    void loadScript(this.window)
  }

  /** Waits until a late part of the script has loaded and run. */
  async partHasRun(name: string): Promise<void> {
    const isPart = (entry: PerformanceEntry) => entry.name.includes(`/${name}-`)
    const part = await this.until(() => this.window.performance.getEntriesByType('resource').find(isPart))
    await loadScript(this.window, part.name)
  }

  /** Loads the built script, and waits until it has taken the form over. */
  async hydrate(): Promise<void> {
    this.loadScript()
    await this.hydrated()
  }

  async hydrated(): Promise<void> {
    await this.until(() => isHydrated(this.form))
    await this.form.updateComplete
  }

  /** Changes a value as a visitor does, before and after hydration. */
  enter(name: string, text: string): void {
    const control = this.control(name)
    control.focus()
    control.value = text
    control.dispatchEvent(new this.window.InputEvent('input', {bubbles: true, composed: true}))
  }

  check(name: string): void {
    const box = this.control(name) as HTMLInputElement
    box.checked = true
    box.dispatchEvent(new this.window.Event('change', {bubbles: true, composed: true}))
  }
}

async function loadScript({document}: Window, src = `/visit-${(visits += 1)}/dist/contact-signup.js`): Promise<void> {
  const script = document.createElement('script')
  script.type = 'module'
  script.src = src
  document.head.append(script)
  await new Promise(resolve => script.addEventListener('load', resolve))
}

export const isHydrated = (form: ContactSignup): boolean =>
  form.shadowRoot!.querySelector('form[novalidate]') !== null && form.hasUpdated

/**
 * Opens a page with prerendered forms in a frame.
 * @param sandbox of the frame: without `allow-scripts` no script runs in it
 */
export async function openPrerendered(forms: readonly PrerenderOptions[], sandbox?: string): Promise<PrerenderedPage> {
  const window = await openFrame(urlOf(forms), sandbox)
  await arrivals()
  return new PrerenderedPage(window.document.querySelector('contact-signup')!, window)
}

/**
 * Opens a page that comes in two pieces.
 * @param end what the first piece ends before
 * @returns the page, and what brings the rest
 */
export async function openInPieces(
  form: PrerenderOptions,
  end: string,
): Promise<{page: PrerenderedPage; finish: () => void}> {
  const html = await (await fetch(urlOf([form]))).text()
  const window = await openFrame('/blank')
  const {document} = window
  document.open()
  document.write(html.slice(0, html.indexOf(end)))
  return {
    page: new PrerenderedPage(document.querySelector('contact-signup')!, window),
    finish() {
      document.write(html.slice(html.indexOf(end)))
      document.close()
    },
  }
}

const urlOf = (forms: readonly PrerenderOptions[]) =>
  `/prerendered?${new URLSearchParams({forms: JSON.stringify(forms)})}`

async function openFrame(url: string, sandbox?: string): Promise<Window & typeof globalThis> {
  const frame = document.createElement('iframe')
  Object.assign(frame.style, {width: '700px', height: '900px'})
  if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox)
  frame.src = url
  document.body.replaceChildren(frame)
  await new Promise(resolve => frame.addEventListener('load', resolve, {once: true}))
  return frame.contentWindow as Window & typeof globalThis
}

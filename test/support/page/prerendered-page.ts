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
    const script = this.window.document.createElement('script')
    script.type = 'module'
    script.src = `/visit-${(visits += 1)}/dist/contact-signup.js`
    this.window.document.head.append(script)
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

export const isHydrated = (form: ContactSignup): boolean =>
  form.shadowRoot!.querySelector('form[novalidate]') !== null && form.hasUpdated

/**
 * Opens a page with prerendered forms in a frame.
 * @param sandbox of the frame: without `allow-scripts` no script runs in it
 */
export async function openPrerendered(forms: readonly PrerenderOptions[], sandbox?: string): Promise<PrerenderedPage> {
  const frame = document.createElement('iframe')
  Object.assign(frame.style, {width: '700px', height: '900px'})
  if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox)
  frame.src = `/prerendered?${new URLSearchParams({forms: JSON.stringify(forms)})}`
  document.body.replaceChildren(frame)
  await new Promise(resolve => frame.addEventListener('load', resolve, {once: true}))
  await arrivals()
  const window = frame.contentWindow as Window & typeof globalThis
  return new PrerenderedPage(window.document.querySelector('contact-signup')!, window)
}

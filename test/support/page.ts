import {sendKeys, sendMouse} from '@web/test-runner-commands'
import type {ContactSignup} from '../../src/index.ts'
import '../../src/index.ts'

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** What the contact API got, every idempotency key that a proxy saw, and what it answered, since it was last asked. */
export interface Arrivals {
  received: {key: string; contact: Record<string, unknown>}[]
  keys: string[]
  /** As `STATUS PATH`. */
  answers: string[]
}

// As on a phone and in a headless Chromium: elsewhere a bar takes room, or lies over the edge and takes its clicks.
document.documentElement.style.scrollbarWidth = 'none'

/** A form that retries a lead asks before the page is left, and no runner answers. */
teardown(() => document.querySelectorAll('contact-signup').forEach(form => form.remove()))

/** The test runner cannot serialise an element of a failed assertion, and would wait for the report until its timeout. */
teardown(function () {
  const error = (this.currentTest?.err ?? {}) as {actual?: unknown; expected?: unknown} // chai's
  for (const side of ['actual', 'expected'] as const)
    if (error[side] instanceof Element) error[side] = error[side].outerHTML
})

/** Puts markup on the page and waits until its form shows. Removes what the last test left. */
export async function show(markup = '<contact-signup></contact-signup>'): Promise<Page> {
  document.body.innerHTML = markup
  const form = document.querySelector('contact-signup')!
  const page = new Page(form)
  await page.until(() => form.shadowRoot?.querySelector('button') ?? undefined)
  await arrivals()
  return page
}

export async function arrivals(): Promise<Arrivals> {
  return (await fetch('/received')).json() as Promise<Arrivals>
}

/** Speaks of the form as a visitor does. */
export class Page {
  readonly form: ContactSignup

  constructor(form: ContactSignup) {
    this.form = form
  }

  get root(): ShadowRoot {
    return this.form.shadowRoot!
  }

  control(name: string): Control {
    return this.root.querySelector<Control>(`[name=${name}]:not(slot)`)!
  }

  /** Where the phone's country is searched. */
  get search(): HTMLInputElement {
    return this.part('country') as HTMLInputElement
  }

  /** The countries that the open list offers, as they are read. */
  get offered(): string[] {
    return [...this.root.querySelectorAll<HTMLElement>('.open [part~=country-option]')].map(option =>
      option.innerText.replace(/\s+/g, ' ').trim(),
    )
  }

  part(name: string): HTMLElement | null {
    return this.root.querySelector(`[part~=${name}]`)
  }

  /** The text of a part as a reader sees it; empty where it is not shown. */
  text(part: string): string {
    return this.part(part)?.innerText.trim() ?? ''
  }

  error(field: string): string {
    return this.text(`error-${field}`)
  }

  get focused(): Element | null {
    return this.root.activeElement
  }

  /** Real keys, one by one. */
  async type(name: string, text: string): Promise<void> {
    this.control(name).focus()
    await sendKeys({type: text})
  }

  /** Chooses as a password manager does, without the mouse. */
  async choose(name: string, value: string): Promise<void> {
    const select = this.control(name) as HTMLSelectElement
    this.part(`field-${name.replace(/_country$/, '')}`)!
      .querySelector('input')
      ?.focus()
    await this.until(() => [...select.options].some(option => option.value === value) || undefined)
    select.value = value
    select.dispatchEvent(new Event('input', {bubbles: true}))
    select.dispatchEvent(new Event('change', {bubbles: true}))
  }

  async press(key: string): Promise<void> {
    await sendKeys({press: key})
  }

  /** Aims again where something that came late has moved the target; a click that begins on it and is lost stays lost. */
  async click(target: Element, attempts = 3): Promise<void> {
    let pressed: EventTarget[] = []
    const aim = (event: Event) => void (pressed = event.composedPath())
    addEventListener('mousedown', aim, {capture: true, once: true})
    const {left, top, width, height} = await this.#atRest(target)
    await sendMouse({type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)]})
    removeEventListener('mousedown', aim, {capture: true})
    if (!pressed.includes(target) && attempts > 1 && target.getClientRects().length > 0)
      await this.click(target, attempts - 1)
  }

  /** Where it comes to rest in view: Firefox scrolls back to what was typed last, a frame or two after the key. */
  async #atRest(target: Element): Promise<DOMRect> {
    return this.until(async () => {
      if (!target.isConnected) throw new Error(`no longer on the page: ${target.outerHTML}`)
      target.scrollIntoView({block: 'center'})
      const before = target.getBoundingClientRect()
      for (const _ of [1, 2]) await nextFrame()
      const after = target.getBoundingClientRect()
      return before.top === after.top && before.left === after.left && after
    })
  }

  async tick(box: 'gdpr_accept_terms' | 'gdpr_marketing_consent'): Promise<void> {
    await this.click(this.control(box))
  }

  /** Fills what is enough, with another e-mail where one is given. */
  async fill(email = 'ada@example.com'): Promise<void> {
    await this.type('name_first', 'Ada')
    await this.type('email', email)
    await this.tick('gdpr_accept_terms')
  }

  async submit(): Promise<void> {
    await this.form.updateComplete // which may bring another button
    await this.click(this.part('submit')!)
  }

  /** Settles with the first event of that name. */
  async next<T extends Event>(type: string): Promise<T> {
    return new Promise(resolve => this.form.addEventListener(type, event => resolve(event as T), {once: true}))
  }

  /** Submits and waits for how it ends. */
  async submitted<T extends Event = Event>(): Promise<T> {
    let event: T | undefined
    for (const end of ['success', 'error', 'invalid'])
      void this.next<T>(`contact-signup-${end}`).then(ended => (event ??= ended))
    await this.submit()
    const ended = await this.until(() => event)
    await this.form.updateComplete
    return ended
  }

  /** Waits, frame by frame, until something is there; long enough for a busy machine to load what it takes. */
  async until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
    for (const start = performance.now(); performance.now() < start + 12_000;) {
      const found = await look()
      if (found) return found
      await nextFrame()
    }
    throw new Error(`never happened: ${look}`)
  }
}

const nextFrame = () => new Promise(resolve => requestAnimationFrame(resolve))

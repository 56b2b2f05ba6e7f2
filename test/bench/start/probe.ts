import type {Page} from './pages.ts'

/** What a page saw of its own start, in milliseconds since navigation. */
export interface Seen {
  firstField: number
  controls: number
}

declare global {
  interface Window {
    bench: {
      /** Once all controls work. */
      seen: Promise<Seen>
      touch(phone: string): Promise<number>
    }
  }
}

/**
 * Runs in every page before its own scripts, and is handed over as text: it may use nothing from outside.
 * It looks right after a frame was painted, when layout is clean: looking costs the page next to nothing, and what it
 * finds has been on the screen.
 */
export function installProbe({
  fields,
  controls,
  phone,
  complaint,
}: Pick<Page, 'fields' | 'controls' | 'phone' | 'complaint'>): void {
  if (window !== top || location.protocol === 'about:') return
  const find = (path: readonly string[]) => {
    let root: ParentNode | null | undefined = document
    let found: Element | null | undefined
    for (const selector of path) {
      found = root?.querySelector(selector)
      root = found?.shadowRoot
    }
    return found
  }
  const isVisible = (element: Element | null | undefined) => {
    const box = element?.getBoundingClientRect()
    // Opacity tells nothing: a component draws its box or label over a native control that is see-through.
    return !!box && box.width > 0 && box.height > 0 && element!.checkVisibility({visibilityProperty: true})
  }
  const works = (element: Element | null | undefined) =>
    isVisible(element) && element!.matches(':defined:not(:disabled):not([readonly])')

  /** Looks after each frame until there is something to see; gives the time at which it was there. */
  const whenPainted = (look: (now: number) => boolean) =>
    new Promise<number>((resolve, reject) => {
      const {port1, port2} = new MessageChannel()
      const next = () => requestAnimationFrame(() => port2.postMessage(0))
      const begun = performance.now()
      port1.onmessage = () => {
        const now = performance.now()
        if (look(now)) resolve(now)
        else if (now - begun > 30_000) reject(new Error('waited in vain for half a minute'))
        else next()
      }
      next()
    })

  let firstField = 0
  let working = 0
  const seen = whenPainted(now => {
    if (!firstField && fields.some(path => isVisible(find(path)))) firstField = now
    while (working < controls.length && works(find(controls[working]!))) working += 1
    return working === controls.length
  }).then(now => ({firstField, controls: now}))

  /** The hastiest of visitors: focus, a wrong phone and away, all at once. Gives the time until the complaint is on screen. */
  const touch = async (value: string) => {
    const input = find(phone!) as HTMLInputElement
    const start = performance.now()
    input.focus()
    input.value = value
    input.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true, inputType: 'insertText', data: value}))
    input.dispatchEvent(new Event('change', {bubbles: true}))
    input.blur()
    const now = await whenPainted(() => {
      const element = find(complaint!)
      return isVisible(element) && !!element!.textContent!.trim()
    })
    return now - start
  }
  window.bench = {seen, touch}
}

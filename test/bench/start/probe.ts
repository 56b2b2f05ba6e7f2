import type {Page} from './pages.ts'

/** Times of a page's start, in milliseconds since navigation. */
export interface StartTimes {
  firstField: number
  controls: number
}

declare global {
  interface Window {
    bench: {
      /** Resolves once all controls work. */
      startTimes: Promise<StartTimes>
      /** Enters a phone and leaves the field. Resolves with the milliseconds until its error is painted. */
      interact(phone: string): Promise<number>
    }
  }
}

/**
 * Runs in every page before the page's scripts. Playwright passes it as text: it must not use anything outside itself.
 * It looks right after each frame, when layout is clean: that costs the page almost nothing, and whatever it finds has
 * been painted.
 */
export function installProbe({
  fields,
  controls,
  phone,
  error,
}: Pick<Page, 'fields' | 'controls' | 'phone' | 'error'>): void {
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
    // Opacity is no criterion: some components render a box or label over a transparent native control.
    return !!box && box.width > 0 && box.height > 0 && element!.checkVisibility({visibilityProperty: true})
  }
  const works = (element: Element | null | undefined) =>
    isVisible(element) && element!.matches(':defined:not(:disabled):not([readonly])')

  /** Calls `isPainted` after each frame until it returns true; resolves with that time. */
  const whenPainted = (isPainted: (now: number) => boolean) =>
    new Promise<number>((resolve, reject) => {
      const {port1, port2} = new MessageChannel()
      const next = () => requestAnimationFrame(() => port2.postMessage(0))
      const begin = performance.now()
      port1.onmessage = () => {
        const now = performance.now()
        if (isPainted(now)) resolve(now)
        else if (now - begin > 30_000) reject(new Error('the element was not painted within 30 s'))
        else next()
      }
      next()
    })

  let firstField = 0
  let workingCount = 0
  const startTimes = whenPainted(now => {
    if (!firstField && fields.some(path => isVisible(find(path)))) firstField = now
    while (workingCount < controls.length && works(find(controls[workingCount]!))) workingCount += 1
    return workingCount === controls.length
  }).then(now => ({firstField, controls: now}))

  /** Focus, value and blur happen in one task: no loading can hide behind a visitor's typing. */
  const interact = async (value: string) => {
    const input = find(phone!) as HTMLInputElement
    const start = performance.now()
    input.focus()
    input.value = value
    input.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true, inputType: 'insertText', data: value}))
    input.dispatchEvent(new Event('change', {bubbles: true}))
    input.blur()
    const now = await whenPainted(() => {
      const element = find(error!)
      return isVisible(element) && !!element!.textContent!.trim()
    })
    return now - start
  }
  window.bench = {startTimes, interact}
}

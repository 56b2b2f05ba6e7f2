/** A visible area that a test sets, as an on-screen keyboard would. Browsers under test have no such keyboard. */
class VisibleArea extends EventTarget {
  offsetTop = 0
  height = innerHeight

  change(offsetTop: number, height: number): void {
    Object.assign(this, {offsetTop, height})
    this.dispatchEvent(new Event('resize'))
  }
}

/** Replaces the window's visible area during an action. */
export async function withVisibleArea(act: (area: VisibleArea) => Promise<void>): Promise<void> {
  const real = Object.getOwnPropertyDescriptor(window, 'visualViewport')!
  const area = new VisibleArea()
  Object.defineProperty(window, 'visualViewport', {configurable: true, value: area})
  try {
    await act(area)
  } finally {
    Object.defineProperty(window, 'visualViewport', real)
  }
}

/** The part of the window that an on-screen keyboard leaves visible, in CSS pixels of the window. */
export function visibleArea(): {top: number; height: number} {
  return {top: visualViewport?.offsetTop ?? 0, height: visualViewport?.height ?? innerHeight}
}

/** Places something now, and again whenever the page scrolls or resizes. Returns a function that stops it. */
export function keepPlaced(place: (event?: Event) => void): () => void {
  const targets = [window, visualViewport]
  const types = ['scroll', 'resize']
  const each = (act: 'addEventListener' | 'removeEventListener') => {
    for (const target of targets) for (const type of types) target?.[act](type, place, {capture: true, passive: true})
  }
  each('addEventListener')
  place()
  return () => each('removeEventListener')
}

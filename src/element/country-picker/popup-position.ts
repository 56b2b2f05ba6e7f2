const gapPx = 4
/** Distance from the edge of the visible area. */
const edgePx = 8
const maxHeightPx = 340
const minWidthPx = 280

/**
 * Keeps a popup in the top layer beside a field while the page scrolls or resizes: below the field, or above it if there
 * is more room, within the area that an on-screen keyboard leaves visible. Returns a function that stops it.
 */
export function keepBeside(popup: HTMLElement, field: HTMLElement): () => void {
  const viewport = window.visualViewport
  const place = () => Object.assign(popup.style, placeBeside(field, viewport))
  const moves: [EventTarget | null, string][] = [
    [window, 'scroll'],
    [window, 'resize'],
    [viewport, 'scroll'],
    [viewport, 'resize'],
  ]
  for (const [target, type] of moves) target?.addEventListener(type, place, {capture: true, passive: true})
  place()
  return () => {
    for (const [target, type] of moves) target?.removeEventListener(type, place, {capture: true})
  }
}

function placeBeside(field: HTMLElement, viewport: VisualViewport | null): Partial<CSSStyleDeclaration> {
  const {left, top, bottom, width} = field.getBoundingClientRect()
  const [viewTop, viewHeight] = [viewport?.offsetTop ?? 0, viewport?.height ?? innerHeight]
  const [below, above] = [viewTop + viewHeight - bottom, top - viewTop]
  const isBelow = below >= Math.min(maxHeightPx / 2, above)
  const height = Math.min(maxHeightPx, (isBelow ? below : above) - gapPx - edgePx)
  const popupWidth = Math.min(Math.max(width, minWidthPx), innerWidth - 2 * edgePx)
  const isRtl = getComputedStyle(field).direction === 'rtl'
  const start = isRtl ? left + width - popupWidth : left
  return {
    left: `${Math.max(edgePx, Math.min(start, innerWidth - edgePx - popupWidth))}px`,
    width: `${popupWidth}px`,
    maxHeight: `${height}px`,
    top: isBelow ? `${bottom + gapPx}px` : 'auto',
    bottom: isBelow ? 'auto' : `${innerHeight - top + gapPx}px`,
  }
}

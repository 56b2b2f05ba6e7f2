/** Room between a field and its list, and between the list and the edge of what is visible, in pixels. */
const gap = 4
const edge = 8
/** No list is higher than this, nor narrower than that where there is room. */
const maxHeight = 340
const minWidth = 280

/**
 * Keeps a box in the top layer beside a field: below it, or above where there is more room, and inside what an
 * on-screen keyboard leaves visible. Returns what ends it.
 */
export function keepBeside(box: HTMLElement, field: HTMLElement): () => void {
  const view = window.visualViewport
  const place = () => {
    const {left, top, bottom, width} = field.getBoundingClientRect()
    const [viewTop, viewHeight] = [view?.offsetTop ?? 0, view?.height ?? innerHeight]
    const [below, above] = [viewTop + viewHeight - bottom, top - viewTop]
    const isBelow = below >= Math.min(maxHeight / 2, above)
    const height = Math.min(maxHeight, (isBelow ? below : above) - gap - edge)
    const boxWidth = Math.min(Math.max(width, minWidth), innerWidth - 2 * edge)
    const isRtl = getComputedStyle(field).direction === 'rtl'
    const start = isRtl ? left + width - boxWidth : left
    Object.assign(box.style, {
      left: `${Math.max(edge, Math.min(start, innerWidth - edge - boxWidth))}px`,
      width: `${boxWidth}px`,
      maxHeight: `${height}px`,
      top: isBelow ? `${bottom + gap}px` : 'auto',
      bottom: isBelow ? 'auto' : `${innerHeight - top + gap}px`,
    })
  }
  const moves: [EventTarget, string][] = [
    [window, 'scroll'],
    [window, 'resize'],
    ...(view
      ? ([
          [view, 'resize'],
          [view, 'scroll'],
        ] as [EventTarget, string][])
      : []),
  ]
  for (const [target, type] of moves) target.addEventListener(type, place, {capture: true, passive: true})
  place()
  return () => {
    for (const [target, type] of moves) target.removeEventListener(type, place, {capture: true})
  }
}

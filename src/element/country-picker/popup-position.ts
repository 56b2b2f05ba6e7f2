import {keepPlaced, visibleArea} from './visible-area.ts'

const gapPx = 4
/** Distance from the edge of the visible area. */
const edgePx = 6
const maxHeightPx = 340
const minWidthPx = 280
/** Padding and border of the popup, above and below together. */
const framePx = 10
/** Options that show at least, where the page can be scrolled so. */
const leastOptions = 3

/**
 * Keeps a popup in the top layer beside a field while the page scrolls or resizes: below the field, or above it if there
 * is more room, within the area that an on-screen keyboard leaves visible. Where few options fit, as in a low window, it
 * scrolls the field to the top first. Returns a function that stops it.
 */
export function keepBeside(popup: HTMLElement, field: HTMLElement): () => void {
  const place = () => Object.assign(popup.style, placeBeside(field))
  const stop = keepPlaced(event => {
    place()
    if (event?.type === 'scroll' || hasRoom(popup, field)) return // the visitor may scroll on
    field.scrollIntoView({block: 'start', behavior: 'instant'})
    place()
  })
  return () => {
    stop()
    popup.removeAttribute('style')
  }
}

/** Whether the field is in view, at least in part, and enough options fit. */
function hasRoom({children}: HTMLElement, field: HTMLElement): boolean {
  const needed = Math.min(leastOptions, children.length) * (children[0]?.getBoundingClientRect().height ?? 0) + framePx
  const {below, above} = roomBeside(field)
  return Math.min(below, above) > -field.offsetHeight && Math.max(below, above) >= needed
}

/** Heights for a popup in the visible area; less than none where the field is out of view. */
function roomBeside(field: HTMLElement): {below: number; above: number} {
  const {top, bottom} = field.getBoundingClientRect()
  const visible = visibleArea()
  const [below, above] = [visible.top + visible.height - bottom, top - visible.top]
  return {below: below - gapPx - edgePx, above: above - gapPx - edgePx}
}

function placeBeside(field: HTMLElement): Partial<CSSStyleDeclaration> {
  const {left, top, bottom, width} = field.getBoundingClientRect()
  const {below, above} = roomBeside(field)
  const isBelow = below >= Math.min(maxHeightPx / 2, above)
  const popupWidth = Math.min(Math.max(width, minWidthPx), innerWidth - 2 * edgePx)
  const isRtl = getComputedStyle(field).direction === 'rtl'
  const start = isRtl ? left + width - popupWidth : left
  return {
    left: `${Math.max(edgePx, Math.min(start, innerWidth - edgePx - popupWidth))}px`,
    width: `${popupWidth}px`,
    maxHeight: `${Math.min(maxHeightPx, isBelow ? below : above)}px`,
    top: isBelow ? `${bottom + gapPx}px` : 'auto',
    bottom: isBelow ? 'auto' : `${innerHeight - top + gapPx}px`,
  }
}

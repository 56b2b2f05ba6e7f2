import {keepPlaced, visibleArea} from './visible-area.ts'

/** Chromium's; on Android its event fires on Back. */
interface Watcher extends EventTarget {
  destroy(): void
}
declare const CloseWatcher: (new () => Watcher) | undefined

/** A phone, upright or on its side: beside a field and above an on-screen keyboard it has room for a few lines only. */
const smallTouchScreen = '(pointer: coarse) and (max-width: 500px), (pointer: coarse) and (max-height: 600px)'

/** What closes a sheet. */
export interface SheetHandlers {
  /** The focus has moved to something behind it. */
  onLeave: () => void
  /** The visitor went back. */
  onClose: () => void
}

/** Whether to fill the screen, which takes a browser that has popovers. */
export function fillsScreen(): boolean {
  return 'showPopover' in HTMLElement.prototype && matchMedia(smallTouchScreen).matches
}

/**
 * Shows an element in the top layer, over all of the visible area, until the returned function is called. The styles
 * keep the place that it leaves, as high as `--_place`.
 */
export function fillScreen(sheet: HTMLElement, {onLeave, onClose}: SheetHandlers): () => void {
  const parent = sheet.parentElement
  parent?.style.setProperty('--_place', `${sheet.getBoundingClientRect().height}px`)
  sheet.popover = 'manual'
  sheet.showPopover()
  const stop = keepPlaced(() => {
    const {top, height} = visibleArea()
    Object.assign(sheet.style, {top: `${top}px`, height: `${height}px`})
  })
  const checkFocus = () => void (sheet.matches(':focus-within') || onLeave())
  document.addEventListener('focusin', checkFocus)
  const watcher = typeof CloseWatcher === 'undefined' ? undefined : new CloseWatcher()
  watcher?.addEventListener('close', onClose)
  return () => {
    watcher?.destroy()
    document.removeEventListener('focusin', checkFocus)
    stop()
    for (const element of [sheet, parent]) element?.removeAttribute('style')
    sheet.popover = null
  }
}

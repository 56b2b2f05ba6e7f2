import type {SignupHost} from './host.ts'
import {toWebUrl} from './web-url.ts'

/**
 * Tells the visitor and the page that the proxy has the lead. A retry may succeed long after the click: the visitor may be
 * doing something else on the page by then, and keeps the focus.
 */
export function announceSuccess(host: SignupHost, event: Event, isRetry: boolean): void {
  if (!isRetry || host.matches(':focus-within')) host.renderRoot.querySelector<HTMLElement>('[part=success]')?.focus()
  host.dispatchEvent(event)
}

/**
 * Goes on to the page's success URL, if it has one. Not if the page has removed the form, nor after a retry while the focus is
 * elsewhere on the page. On nothing it may be: Safari does not move it to a button that is clicked.
 */
export function openSuccessUrl(host: SignupHost, isRetry: boolean): void {
  const next = toWebUrl(host.successUrl, host.baseURI)
  const isElsewhere = isRetry && document.querySelector(':focus') && !host.matches(':focus-within')
  if (next && host.isConnected && !isElsewhere) location.assign(next)
}

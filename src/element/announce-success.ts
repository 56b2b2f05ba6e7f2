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

/** Goes on to the page's success URL, if it has one: not if the page has removed the form, or the visitor is elsewhere. */
export function openSuccessUrl(host: SignupHost, isRetry: boolean): void {
  const next = toWebUrl(host.successUrl, host.baseURI)
  if (next && host.isConnected && (!isRetry || host.matches(':focus-within'))) location.assign(next)
}

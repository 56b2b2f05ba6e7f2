import type {SignupHost} from './host.ts'
import {toWebUrl} from './web-url.ts'

/** Time for the page's asynchronous listeners, for instance to report the success, before the page is left. */
const listenersGraceMs = 50

/**
 * Tells the visitor and the page that the proxy has the lead, and goes on to the page's success URL. A retry may succeed
 * long after the click: the visitor may be doing something else on the page by then, and keeps the focus.
 */
export async function announceSuccess(host: SignupHost, event: Event, isRetry: boolean): Promise<void> {
  if (!isRetry || host.matches(':focus-within')) host.renderRoot.querySelector<HTMLElement>('[part=success]')?.focus()
  host.dispatchEvent(event)
  if (host.successUrl) await new Promise(resolve => setTimeout(resolve, listenersGraceMs))
  const next = toWebUrl(host.successUrl, host.baseURI)
  if (next) location.assign(next)
}

/** A tenth of the form was on screen, for the first time. */
export class ContactSignupViewEvent extends Event {
  static readonly type = 'contact-signup-view'

  constructor() {
    super(ContactSignupViewEvent.type, {bubbles: true, composed: true})
  }
}

const threshold = 0.1

/** Dispatches the event once the visitor has seen a tenth of the form. Test environments may have no observers. */
export function announceView(host: HTMLElement): void {
  const dispatch = (entries: IntersectionObserverEntry[], observer: IntersectionObserver) => {
    if (entries.at(-1)!.intersectionRatio < threshold) return
    observer.disconnect()
    host.dispatchEvent(new ContactSignupViewEvent())
  }
  if (globalThis.IntersectionObserver) new IntersectionObserver(dispatch, {threshold}).observe(host)
}

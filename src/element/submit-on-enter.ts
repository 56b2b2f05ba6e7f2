import type {SignupHost} from './host.ts'

/** Enter in one of the page's own fields submits this form, as in the form's fields. It would submit a form around it. */
export function submitOnEnter(host: SignupHost, event: KeyboardEvent): void {
  const {key, target, isComposing, defaultPrevented} = event
  if (key !== 'Enter' || isComposing || defaultPrevented || !(target instanceof HTMLInputElement)) return
  if (!target.closest('[slot=fields]')) return
  if (/^(?:button|submit|reset|image|file|color)$/.test(target.type)) return
  event.preventDefault()
  void host.submit()
}

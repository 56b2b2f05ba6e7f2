import type {SignupHost} from './host.ts'
import type {Loader} from './loader.ts'
import type {SubmitController} from './submit-controller.ts'
import type {Handlers} from './view.ts'

/** What the form does when a visitor comes to a control, changes it, leaves it or submits. */
export function createHandlers(host: SignupHost, loader: Loader, submission: SubmitController): Handlers {
  return {
    interact: ({type, target}) => loader.prepare((target as Element).id, type),
    edit: ({type, target, relatedTarget}) => {
      const control = target as HTMLInputElement // or another element, without a value
      const next = relatedTarget as HTMLElement | null
      if (type !== 'focusout') {
        submission.stopRetrying()
        delete loader.written[control.name] // what the visitor types goes before what the page has written
        loader.withSession(session => session.onEdit(control))
      } else if (control.value || control.validity?.badInput)
        loader.withSession(session => session.onLeave(control, next))
    },
    /** Called on click and on submit: in a sandboxed frame that may not submit forms, only the click comes. */
    submit: event => {
      event.preventDefault()
      void host.submit()
    },
  }
}

import type {Issue} from '../../contact/issues.ts'
import {signalNames} from '../../contact/signals.ts'
import type {FormFields} from '../intake/leave-out.ts'
import type {LogEvent} from './log-event.ts'
import type {RenderAnswer} from './render-answer.ts'
import {toRenderingEvent} from './request-events.ts'
import type {RequestContext} from './request-context.ts'

/** A rendered form, and the text of its style element. */
export interface RenderedForm {
  html: string
  styles: string
}

/** Renders the form of a request again; undefined if it was not prerendered or cannot be rendered. */
export type RenderForm = (context: RequestContext, issues: readonly Issue[]) => Promise<RenderedForm | undefined>

/**
 * Creates what renders a form that was posted without script again, with all that was typed. It posts to the URL of the
 * response that contains it, whichever path a server in front of the proxy gave that URL.
 */
export function createFormRenderer(renderAnswer: RenderAnswer, log: (event: LogEvent) => void): RenderForm {
  return async ({prerendered, values}, issues) => {
    if (!prerendered || !values) return undefined
    try {
      return await renderAnswer({prerendered, values, issues: issues.map(toShown), action: '#'})
    } catch (error) {
      log(toRenderingEvent(error))
      return undefined
    }
  }
}

/** The form shows the phone's number and country as one field. */
const toShown = ({field, code}: Issue): Issue => ({field: field.startsWith('phone_') ? 'phone' : field, code})

/** What was posted, by the names of the controls, without what no visitor fills in. */
export function toValues({consent = {}, ...fields}: FormFields): Record<string, string | boolean> {
  const signals: readonly string[] = Object.values(signalNames)
  const all = [...Object.entries(fields), ...Object.entries(consent).map(([name, value]) => [`consent.${name}`, value])]
  return Object.fromEntries(
    all.filter(
      (entry): entry is [string, string | boolean] =>
        !signals.includes(entry[0] as string) && ['string', 'boolean'].includes(typeof entry[1]),
    ),
  )
}

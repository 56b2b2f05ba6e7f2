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

/** One takes some seven milliseconds, and its response has 80 kB: more would keep the proxy from its other requests. */
const maxFormsPerSecond = 20

/**
 * Creates what renders a form that was posted without script again, with all that was typed. It posts to the URL of the
 * response that contains it, whichever path a server in front of the proxy gave that URL.
 */
export function createFormRenderer(
  renderAnswer: RenderAnswer,
  log: (event: LogEvent) => void,
  nowMs = () => performance.now(),
): RenderForm {
  const canRender = createLimit(maxFormsPerSecond, nowMs)
  return async ({prerendered, values}, issues) => {
    if (!prerendered || !values || !canRender()) return undefined
    try {
      return await renderAnswer({prerendered, values, issues: issues.map(toShown), action: '#'})
    } catch (error) {
      log(toRenderingEvent(error))
      return undefined
    }
  }
}

/** Returns true at most `perSecond` times within a second. */
function createLimit(perSecond: number, nowMs: () => number): () => boolean {
  let startedAt = -Infinity
  let count = 0
  return () => {
    if (nowMs() - startedAt >= 1000) [startedAt, count] = [nowMs(), 0]
    count += 1
    return count <= perSecond
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

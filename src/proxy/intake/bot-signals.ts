import {signalNames} from '../../contact/signals.ts'

/** Why a lead is quarantined. */
export type Suspicion = 'honeypot' | 'too_fast' | 'signals_invalid' | 'no_proof'

export interface ExtractedSignals {
  /** The rest of the body: the contact, not yet validated. */
  contact: unknown
  suspicion?: Suspicion
  /** The untrusted proof of work. */
  proof?: unknown
}

/**
 * Takes the bot signals out of a body: the honeypot, the milliseconds from the form's appearance to its submission, and
 * the proof of work. A body without them does not come from the form and is not suspect.
 * @param minFillTimeMs less than this is suspect
 * @param allowedFields the operator's custom fields; one named like the honeypot or the fill time is a custom field
 */
export function extractSignals(
  body: unknown,
  minFillTimeMs: number,
  allowedFields: ReadonlySet<string>,
): ExtractedSignals {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {contact: body}
  const names = (Object.values(signalNames) as string[]).filter(
    name => Object.hasOwn(body, name) && (name === signalNames.proof || !allowedFields.has(name)),
  )
  if (names.length === 0) return {contact: body}
  const signals = Object.fromEntries(names.map(name => [name, (body as Record<string, unknown>)[name]])) // an object, see above
  const contact = Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
  const {[signalNames.honeypot]: honeypot, [signalNames.elapsed]: elapsed, [signalNames.proof]: proof} = signals
  return {contact, suspicion: toSuspicion(honeypot, elapsed, minFillTimeMs), proof}
}

function toSuspicion(honeypot: unknown, elapsedMs: unknown, minFillTimeMs: number): Suspicion | undefined {
  if (honeypot !== undefined && honeypot !== '') return 'honeypot'
  if (elapsedMs === undefined) return undefined
  if (typeof elapsedMs !== 'number' || !(elapsedMs >= 0)) return 'signals_invalid'
  return elapsedMs < minFillTimeMs ? 'too_fast' : undefined
}

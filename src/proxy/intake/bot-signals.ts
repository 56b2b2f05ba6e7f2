import {signalNames} from '../../contact/signals.ts'

/** Why a lead is kept apart. */
export type Suspicion = 'honeypot' | 'too_fast' | 'signals_invalid' | 'no_proof'

/** The contact as it is judged, and what the rest of the body makes one suspect. */
export interface Sifted {
  contact: unknown
  suspicion?: Suspicion
  /** What is said to prove work, whatever it is. */
  proof?: unknown
}

/**
 * Takes out of a body what tells how the form was filled in: a field that nobody sees, the milliseconds from the form's
 * appearance to its sending, and work that was done. A body without them is above suspicion: it comes from no form of ours.
 * @param allowed custom fields of the operator: they are fields, whatever they are called
 */
export function siftSignals(body: unknown, minFillTime: number, allowed: ReadonlySet<string>): Sifted {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {contact: body}
  const signals = (Object.values(signalNames) as string[]).filter(
    name => Object.hasOwn(body, name) && (name === signalNames.proof || !allowed.has(name)),
  )
  if (signals.length === 0) return {contact: body}
  const said = Object.fromEntries(signals.map(name => [name, (body as Record<string, unknown>)[name]])) // an object, as asked above
  const rest = Object.entries(body).filter(([name]) => !signals.includes(name))
  const {[signalNames.trap]: trap, [signalNames.elapsed]: elapsed, [signalNames.proof]: proof} = said
  return {contact: Object.fromEntries(rest), suspicion: suspect(trap, elapsed, minFillTime), proof}
}

function suspect(trap: unknown, elapsed: unknown, minFillTime: number): Suspicion | undefined {
  if (trap !== undefined && trap !== '') return 'honeypot'
  if (elapsed === undefined) return undefined
  if (typeof elapsed !== 'number' || !(elapsed >= 0)) return 'signals_invalid'
  return elapsed < minFillTime ? 'too_fast' : undefined
}

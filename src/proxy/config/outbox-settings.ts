import * as z from 'zod/mini'
import type {OutboxLocation, OutboxSettings} from '../outbox/location.ts'
import {unknownOutcomes} from '../outbox/retry-policy.ts'

const expected = 'expected file:PATH, postgres://USER:PASSWORD@HOST/DATABASE, or none'
const numeric = (message: string, least: number, most: number) =>
  z
    .string()
    .check(z.refine(text => /^\d+(?:\.\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most, message))

/** The variables of delivery, evidence and their store. */
export const outboxVariables = {
  OUTBOX: z._default(
    z.string().check(z.refine(text => toLocation(text) !== undefined, expected)),
    'file:contact-signup.db',
  ),
  OUTBOX_KEY: z.optional(
    z
      .string()
      .check(
        z.refine(text => toKey(text) !== undefined, 'expected 32 bytes in base64, as of: openssl rand -base64 32'),
      ),
  ),
  EVIDENCE_RETENTION: z.optional(numeric('expected a number of days, 1 to 36500', 1, 36_500)),
  UNKNOWN_OUTCOME: z._default(z.enum(unknownOutcomes, `expected one of: ${unknownOutcomes.join(', ')}`), 'retry'),
  ANSWER_WITHIN: z._default(numeric('expected a number of seconds, 0 to 60', 0, 60), '3'),
  REDELIVERY_RATE: z._default(numeric('expected leads a second, 0.01 to 1000', 0.01, 1000), '10'),
}
const schema = z.object(outboxVariables)
type Variables = z.output<typeof schema>

/** Which outbox the judged variables ask for. */
export function toOutboxSettings({
  OUTBOX,
  OUTBOX_KEY,
  EVIDENCE_RETENTION,
}: Pick<Variables, 'OUTBOX' | 'OUTBOX_KEY' | 'EVIDENCE_RETENTION'>): OutboxSettings {
  return {
    place: toLocation(OUTBOX)!, // the schema has judged it
    key: OUTBOX_KEY === undefined ? undefined : toKey(OUTBOX_KEY),
    retention: EVIDENCE_RETENTION === undefined ? undefined : Number(EVIDENCE_RETENTION) * 24 * 3_600_000,
  }
}

/** How delivery goes about it, as the judged variables say. */
export function toDeliveryOptions({
  UNKNOWN_OUTCOME,
  ANSWER_WITHIN,
  REDELIVERY_RATE,
}: Pick<Variables, 'UNKNOWN_OUTCOME' | 'ANSWER_WITHIN' | 'REDELIVERY_RATE'>) {
  return {
    unknownOutcome: UNKNOWN_OUTCOME,
    answerWithin: Math.round(Number(ANSWER_WITHIN) * 1000),
    redeliveryRate: Number(REDELIVERY_RATE),
  }
}

function toLocation(text: string): OutboxLocation | undefined {
  if (text === 'none') return {kind: 'none'}
  const path = /^file:(?!\/\/)([^\0]+)$/.exec(text)?.[1]
  if (path !== undefined) return path.endsWith('/') ? undefined : {kind: 'file', path}
  const url = URL.parse(text)
  return url && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname && url.pathname.length > 1
    ? {kind: 'postgres', url: text}
    : undefined
}

function toKey(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(text)) return undefined
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}

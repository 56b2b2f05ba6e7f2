import type {State, StoreResult} from '../outbox.ts'
import {toId} from '../sql/binary.ts'
import {endsPause} from '../retry-policy.ts'
import type {LeadCalls} from '../sql/sql-outbox.ts'
import type {Value} from '../sql/steps.ts'
import type {PostgresDriver} from './postgres-driver.ts'

/** The result of the function `signup_store`. */
interface StoreRow {
  kind: StoreResult['kind']
  lead: Uint8Array
  lead_state: State
  lead_reason: string | null
  permission: string | null
  lacks_wordings: boolean | null
}

/** Stores and settles leads with one prepared call each. */
export function createLeadCalls(driver: PostgresDriver): LeadCalls {
  /** @param parameters by the names that they have in the function */
  const call = (name: string, parameters: Record<string, Value | undefined>) => {
    const values = Object.values(parameters).map(value => value ?? null)
    const list = Object.keys(parameters).map((parameter, index) => `${parameter} => ?${index + 1}`)
    return driver.query(`SELECT * FROM ${name}(${list.join(', ')})`, values)
  }
  return {
    async store(entry, now, {quarantined, wordings}, lease) {
      const [row] = await call('signup_store', {
        key_: entry.key,
        payload_: entry.payload,
        content_: entry.content,
        email_: entry.email,
        phone_: entry.phone,
        body_: entry.body,
        record_id: entry.recordId,
        record_: entry.record,
        terms_: entry.terms,
        marketing_: entry.marketing,
        texts: JSON.stringify(entry.wordings),
        quarantine_: entry.quarantine,
        now_: now,
        owner_: lease?.owner,
        until_: lease?.until,
        max_quarantined: quarantined,
        max_wordings: wordings,
        form_: entry.form,
      })
      return toStoreResult(row as unknown as StoreRow) // the columns of the function
    },
    async settle({id, probe}, {owner, now}, settlement, answer, form = '') {
      const {state, due, reason, status, maybeDelivered, pause} = settlement
      await call('signup_settle', {
        id_: id,
        state_: state,
        due_: due,
        reason_: reason,
        status_: status,
        doubtful_: maybeDelivered ? 1 : 0,
        answer_: answer,
        now_: now,
        owner_: owner,
        pause_reason: pause?.reason,
        pause_until: pause?.until,
        ends_pause: probe && endsPause(settlement) ? 1 : 0,
        form_: form,
      })
    },
  }
}

function toStoreResult({kind, lead, lead_state, lead_reason, permission, lacks_wordings}: StoreRow): StoreResult {
  if (kind === 'key_reused' || kind === 'quarantine_full') return {kind}
  const lacks = lacks_wordings ? {lacksWordings: true} : {}
  const id = toId(lead)
  if (kind === 'duplicate') return {kind, id, state: lead_state, reason: lead_reason ?? undefined, ...lacks}
  const state = lead_state as 'sending' | 'pending' | 'quarantined' // of a new lead
  return {kind, id, state, probe: permission === 'probe', ...lacks}
}

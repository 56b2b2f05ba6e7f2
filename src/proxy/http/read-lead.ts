import {checkContact} from '../../contact/index.ts'
import type {Contact} from '../../contact/schema.ts'
import {Problem} from '../../contact/wire.ts'
import {canonical, type Digest} from '../delivery/canonical.ts'
import {toDerivedKey} from '../delivery/derived-key.ts'
import type {Lead} from '../delivery/lead.ts'
import {checkAllowed, type AllowLists} from '../intake/allow-lists.ts'
import {extractSignals, type Suspicion} from '../intake/bot-signals.ts'
import {leaveOut, type FormFields} from '../intake/leave-out.ts'
import type {Proofs} from '../intake/proof-of-work/proofs.ts'
import {readClientIp, type ClientIpSettings} from './client-ip.ts'
import type {ProxyRequest} from './exchange.ts'
import {readPlainForm} from './plain-form.ts'
import {readIdempotencyKey, readJson, requireMediaType, type MediaType} from './read-request.ts'
import type {RequestContext} from './request-context.ts'

export interface LeadSettings extends AllowLists, ClientIpSettings {
  /** Milliseconds; a faster submission is suspect. */
  minFillTime: number
}

export interface LeadDependencies {
  digest: Digest
  /** Requires a proof of work with each lead. */
  proofs?: Proofs
  /** Whether suspect leads can be quarantined: only with an outbox. */
  canQuarantine: boolean
}

/** Creates the reader of leads: it validates the contact and the operator's allow-lists, and adds the evidence. */
export function createLeadReader(settings: LeadSettings, {digest, proofs, canQuarantine}: LeadDependencies) {
  /** Keeps the idempotency key of a form without JavaScript unpredictable for other clients. */
  const salt = crypto.randomUUID()

  /** Fills `context` as it reads, and throws `Problem`. */
  return async (request: ProxyRequest, context: RequestContext): Promise<Lead> => {
    const type = requireMediaType(request)
    context.type = type
    const body = type === 'json' ? await readJson(request) : await readPlainForm(request, context)
    const {contact: input, suspicion, proof} = extractSignals(body, settings.minFillTime, settings.allowedFields)
    // What `readPlainForm` has read, without the signals.
    const contact = validate(type === 'form' ? toRest(input as FormFields, context) : input, settings)
    const key = type === 'json' ? readIdempotencyKey(request) : await deriveKey(contact)
    const missingProof = await redeemProof(proof, request.header('origin'), key, type)
    return {
      key,
      contact,
      evidence: {
        gdpr_date: `${new Date().toISOString().slice(0, 19)}Z`,
        gdpr_remote_ip: readClientIp(request, settings),
      },
      quarantine: missingProof ?? suspicion,
    }
  }

  function toRest(fields: FormFields, context: RequestContext): FormFields {
    const {rest, leftOut} = leaveOut(fields, settings)
    if (leftOut.length > 0) context.onLeftOut?.(leftOut)
    return rest
  }

  /** Without JavaScript no challenge can be solved: the lead is quarantined, or refused when there is no outbox. */
  async function redeemProof(
    proof: unknown,
    origin: string | undefined,
    key: string,
    type: MediaType,
  ): Promise<Suspicion | undefined> {
    if (type === 'form' && canQuarantine && proofs) return 'no_proof'
    await proofs?.redeem(proof, origin, key)
    return undefined
  }

  /** A form without JavaScript sends no key: the key is derived from its content and the date, against double clicks. */
  async function deriveKey(contact: Contact): Promise<string> {
    return toDerivedKey(await digest(`form ${salt} ${new Date().toISOString().slice(0, 10)} ${canonical(contact)}`))
  }
}

function validate(input: unknown, allowLists: AllowLists): Contact {
  const result = checkContact(input, {skipWarnings: true})
  const issues = result.ok ? checkAllowed(result.contact, allowLists) : result.issues
  if (!result.ok || issues.length > 0) throw new Problem('contact_invalid', {issues})
  return result.contact
}

import {LRUCache} from 'lru-cache'
import {Problem} from '../../../contact/wire.ts'
import type {Digest} from '../../delivery/canonical.ts'
import type {Lead} from '../../delivery/lead.ts'
import type {Counter, OpenCounter} from './counter.ts'
import type {Rate} from './rate.ts'
import {toMailbox, toNetwork} from './subjects.ts'

/** How many leads are accepted; a subject without a rate is not limited. */
export interface Rates {
  address?: Rate
  person?: Rate
  total?: Rate
}

/** Counts a lead, or throws `rate_limited`. */
export type Admit = (lead: Lead) => Promise<void>

/** A counted lead. Its retries are not counted, up to a limit. */
interface CountedLead {
  seconds: Promise<number>
  retriesLeft: number
}

const maxRetries = 20
const maxCountedLeads = 10_000

/**
 * Limits leads by address, by e-mail, by phone, and in total, in this order: a lead refused by one limit does not count
 * against the later ones. Only digests are counted. One idempotency key of one person is one lead, however often it is
 * sent.
 * @param unknownAddress the subject of leads without an address; without it they are not limited by address
 */
export function createLimits(rates: Rates, open: OpenCounter, digest: Digest, unknownAddress?: string): Admit {
  const byAddress = rates.address && open('address', rates.address)
  const byEmail = rates.person && open('email', rates.person)
  const byPhone = rates.person && open('phone', rates.person)
  const inTotal = rates.total && open('total', rates.total)
  const countedLeads = new LRUCache<string, CountedLead>({max: maxCountedLeads})
  if (!byAddress && !byEmail && !inTotal) return async () => {}

  return async lead => {
    const {email, phone_countrycode, phone_number} = lead.contact
    const address = lead.evidence.gdpr_remote_ip
    // Leads without proof of work have limits of their own and cannot use up those of leads with one.
    const group = lead.quarantine === 'no_proof' ? 'unproven ' : ''
    const mailbox = email && group + (await digest(toMailbox(email)))
    const phone = phone_number && group + (await digest(`+${phone_countrycode}${phone_number}`))
    const id = `${lead.key} ${mailbox} ${phone}`
    const counted = countedLeads.get(id)
    const isRetry = counted !== undefined && (counted.retriesLeft -= 1) > 0
    const seconds = isRetry
      ? counted.seconds
      : countInOrder([
          [byAddress, address ? group + toNetwork(address) : unknownAddress],
          [byEmail, mailbox],
          [byPhone, phone],
          [inTotal, `${group}all`],
        ])
    if (!isRetry) countedLeads.set(id, {seconds, retriesLeft: maxRetries})
    const retryAfter = await seconds
    if (retryAfter === 0) return
    countedLeads.delete(id) // a refused lead is counted again when it is retried
    throw new Problem('rate_limited', {retryAfter})
  }
}

/** Counts one subject after the other until a counter refuses. */
async function countInOrder(subjects: [Counter | undefined, string | undefined][]): Promise<number> {
  for (const [counter, subject] of subjects) {
    const seconds = counter && subject ? await counter(subject) : 0
    if (seconds > 0) return seconds
  }
  return 0
}

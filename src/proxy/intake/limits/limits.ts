import {LRUCache} from 'lru-cache'
import {Problem} from '../../../contact/wire.ts'
import type {Digest} from '../../delivery/canonical.ts'
import type {Lead} from '../../delivery/lead.ts'
import type {Counter, OpenCounter} from './counter.ts'
import type {Rate} from './rate.ts'
import {toLine, toMailbox, toNetwork} from './subjects.ts'

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

/** The subject of all leads whose address is unknown. */
const unknownAddress = 'unknown'

/** What the limits depend on. */
interface Dependencies {
  open: OpenCounter
  digest: Digest
  /**
   * Whether suspect leads are quarantined. They have limits of their own then, by reason, so that they cannot use up the limit
   * of the person whose address they contain. Otherwise they are sent, and count like any other lead.
   */
  canQuarantine: boolean
  /** Called for each lead whose address is unknown; all of them share one limit. */
  onUnknownAddress(): void
}

/**
 * Limits leads by address, by e-mail, by phone, and in total, in this order: a lead refused by one limit does not count
 * against the later ones, and one refused by the total against none. Only digests are counted. One idempotency key of one
 * person is one lead, however often it is sent.
 */
export function createLimits(rates: Rates, {open, digest, canQuarantine, onUnknownAddress}: Dependencies): Admit {
  const byAddress = openLimit('address', rates.address, open)
  const byEmail = openLimit('email', rates.person, open)
  const byPhone = openLimit('phone', rates.person, open)
  const inTotal = openLimit('total', rates.total, open)
  const countedLeads = new LRUCache<string, CountedLead>({max: maxCountedLeads})
  if (!byAddress && !byEmail && !inTotal)
    return async ({evidence}) => void (evidence.gdpr_remote_ip ?? onUnknownAddress())

  return async lead => {
    const {email, phone_countrycode, phone_number} = lead.contact
    const address = lead.evidence.gdpr_remote_ip
    if (!address) onUnknownAddress()
    const group = canQuarantine && lead.quarantine ? `${lead.quarantine} ` : ''
    const mailbox = email && group + (await digest(toMailbox(email)))
    const phone = phone_number && group + (await digest(toLine(`+${phone_countrycode}${phone_number}`)))
    const network = group + (address ? await digest(toNetwork(address)) : unknownAddress)
    const id = `${lead.key} ${mailbox} ${phone}`
    const counted = countedLeads.get(id)
    const isRetry = counted !== undefined && (counted.retriesLeft -= 1) > 0
    const seconds = isRetry
      ? counted.seconds
      : countInOrder([
          [byAddress, network],
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

interface Limit {
  name: keyof Rates | 'email' | 'phone'
  count: Counter
  /** The whole window: the time that is left would reveal when the subject sent its leads. */
  retryAfter: number
}

function openLimit(name: Limit['name'], rate: Rate | undefined, open: OpenCounter): Limit | undefined {
  return rate && {name, count: open(name, rate), retryAfter: rate.seconds}
}

/** Counts one subject after the other until a limit refuses. Resolves to the seconds until a retry makes sense, or 0. */
async function countInOrder(subjects: [Limit | undefined, string | undefined][]): Promise<number> {
  const counted: [Limit, string][] = []
  for (const [limit, subject] of subjects) {
    if (!limit || !subject) continue
    if ((await limit.count(subject)) === 0) {
      counted.push([limit, subject])
      continue
    }
    // A flood from elsewhere must not use up the limits of the people who send during it.
    if (limit.name === 'total') await Promise.all(counted.map(([{count}, name]) => count.giveBack(name)))
    return limit.retryAfter
  }
  return 0
}

import {Problem} from '../../../contact/wire.ts'
import type {Lead} from '../../delivery/lead.ts'
import {Recent} from '../../delivery/recent.ts'
import type {Counter, OpenCounter} from './counter.ts'
import type {Rate} from './rate.ts'
import {toMailbox, toNetwork} from './subjects.ts'

/** How many leads are taken; what has no rate is not limited. */
export interface Rates {
  address?: Rate
  person?: Rate
  total?: Rate
}

/** A text's digest, in hex or any other notation. */
export type Digest = (text: string) => string | Promise<string>

/** Counts a lead, or throws `rate_limited`. */
export type Admit = (lead: Lead) => Promise<void>

/** An admitted lead: its tries again count for nothing, as long as they are not countless. */
interface Admitted {
  seconds: Promise<number>
  triesLeft: number
}

const maxTries = 20
const maxRemembered = 10_000

/**
 * Limits leads by address, by e-mail, by phone, and all together, in this order: what one of them refuses is no weight
 * on the later ones. Only digests are counted. One idempotency key of one person is one lead, however often it comes.
 * @param nobody who a lead without an address counts as; without it, such a lead is not limited by address
 */
export function createLimits(rates: Rates, open: OpenCounter, digest: Digest, nobody?: string): Admit {
  const byAddress = rates.address && open('address', rates.address)
  const byEmail = rates.person && open('email', rates.person)
  const byPhone = rates.person && open('phone', rates.person)
  const all = rates.total && open('total', rates.total)
  const admitted = new Recent<Admitted>(maxRemembered)
  if (!byAddress && !byEmail && !all) return async () => {}

  return async lead => {
    const {email, phone_countrycode, phone_number} = lead.contact
    const address = lead.evidence.gdpr_remote_ip
    // Where work is asked for, who does none uses up nobody's allowance who did it.
    const group = lead.quarantine === 'no_proof' ? 'unproven ' : ''
    const mailbox = email && group + (await digest(toMailbox(email)))
    const phone = phone_number && group + (await digest(`+${phone_countrycode}${phone_number}`))
    const name = `${lead.key} ${mailbox} ${phone}`
    const known = admitted.get(name)
    const isTry = known !== undefined && (known.triesLeft -= 1) > 0
    const seconds = isTry
      ? known.seconds
      : count([
          [byAddress, address ? group + toNetwork(address) : nobody],
          [byEmail, mailbox],
          [byPhone, phone],
          [all, `${group}all`],
        ])
    if (!isTry) admitted.set(name, {seconds, triesLeft: maxTries})
    const wait = await seconds
    if (wait === 0) return
    admitted.delete(name) // what was refused may try anew, and is counted then
    throw new Problem('rate_limited', {retryAfter: wait})
  }
}

/** One after the other, until one refuses. */
async function count(subjects: [Counter | undefined, string | undefined][]): Promise<number> {
  for (const [counter, subject] of subjects) {
    const seconds = counter && subject ? await counter(subject) : 0
    if (seconds > 0) return seconds
  }
  return 0
}

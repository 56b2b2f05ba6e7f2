import {createChallenge, randomInt, verifySolution, type Challenge} from 'altcha-lib'
import {deriveKey} from 'altcha-lib/algorithms/web/pbkdf2'
import * as z from 'zod/mini'
import {Problem} from '../../../contact/wire.ts'
import type {Incoming} from '../../http/exchange.ts'
import type {OpenCounter} from '../limits/counter.ts'
import {Redeemed} from './redeemed.ts'

/**
 * Work before a lead: nothing to a visitor, whose form does it once, and a price for whoever sends thousands. A
 * challenge is good for half an hour, for one lead, from forms of one origin, at one account's proxy.
 */
export interface Proofs {
  /** Hands out a challenge. */
  challenge(incoming: Incoming): Promise<Challenge>
  /** Takes a solution for the lead of an idempotency key; throws `proof_required` for whatever is none. */
  redeem(proof: unknown, incoming: Incoming, key: string): Promise<void>
}

/** Where proofs are good, beside their origin. */
export interface Scope {
  /** Signs challenges. Proxies that stand for one another have the same. */
  key: string
  accountId: string
  path: string
}

/** In seconds: as long as somebody may take to fill in a form. What comes later is asked for another one. */
const lifetime = 1800

/**
 * Between 20 and 100 times 1,000 rounds of PBKDF2, and never more, for the search has a known end: a quarter of a second
 * at the most where 400,000 rounds take a second, as on a phone without instructions for SHA-256.
 */
const cost = 1_000
const fewest = 20
const most = 100

const text = z.string().check(z.maxLength(200))
const proofSchema = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: text,
      nonce: text,
      salt: text,
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: text,
      keySignature: text,
      expiresAt: z.number(),
    }),
    signature: text,
  }),
  solution: z.object({counter: z.number(), derivedKey: text}),
})

/** @param openShared counts for all proxies of one outbox what was redeemed; without it each proxy knows of its own */
export function createProofs(scope: Scope, openShared?: OpenCounter): Proofs {
  const count = openShared?.('proof', {leads: 1, seconds: lifetime})
  // Of what was redeemed before it was started only a shared counter knows.
  const redeemed = new Redeemed(lifetime * 1000, count ? 0 : Date.now())

  /** By these a challenge for another origin, path or account is none of ours. */
  function secretsFor(incoming: Incoming) {
    const hmacSignatureSecret = JSON.stringify([scope.key, scope.accountId, scope.path, incoming.header('origin')])
    return {hmacSignatureSecret, hmacKeySignatureSecret: `${hmacSignatureSecret} solved`}
  }

  async function isGood(proof: unknown, incoming: Incoming, key: string): Promise<boolean> {
    const judged = proofSchema.safeParse(proof)
    if (!judged.success) return false
    const {challenge, solution} = judged.data
    const {verified} = await verifySolution({
      challenge,
      solution: {...solution, time: 0},
      deriveKey,
      ...secretsFor(incoming),
    })
    if (!verified) return false
    const {nonce, expiresAt} = challenge.parameters
    return redeemed.redeem(nonce, expiresAt * 1000, key, () =>
      count ? count(nonce).then(seconds => seconds === 0) : true,
    )
  }

  return {
    challenge: incoming =>
      createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost,
        deriveKey,
        counter: randomInt(most, fewest),
        expiresAt: Date.now() / 1000 + lifetime,
        ...secretsFor(incoming),
      }),
    async redeem(proof, incoming, key) {
      if (!(await isGood(proof, incoming, key))) throw new Problem('proof_required')
    },
  }
}

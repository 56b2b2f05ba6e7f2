import {createChallenge, randomInt, verifySolution, type Challenge} from 'altcha-lib'
import {deriveKey} from 'altcha-lib/algorithms/web/pbkdf2'
import * as z from 'zod/mini'
import {Problem} from '../../../contact/wire.ts'
import type {OpenCounter} from '../limits/counter.ts'
import {RedeemedChallenges} from './redeemed.ts'

/**
 * Proof of work: no cost to a visitor, whose form solves one challenge, and a price for a sender of thousands. A
 * challenge is valid for half an hour, for one lead, from forms of one origin, at one account's proxy.
 */
export interface Proofs {
  /** Creates a challenge for forms of an origin. */
  challenge(origin: string | undefined): Promise<Challenge>
  /** Accepts a solution for the lead of an idempotency key; throws `proof_required` for anything else. */
  redeem(proof: unknown, origin: string | undefined, key: string): Promise<void>
}

/** Where a proof is valid, in addition to its origin. */
export interface ProofScope {
  /** Signs challenges. Proxies behind one load balancer must share it. */
  key: string
  accountId: string
  path: string
}

/** Time to fill in a form. A later submission is asked for a new proof. */
const lifetimeSeconds = 1800

/**
 * A proof takes between 20 and 100 times 1,000 rounds of PBKDF2 and never more: a quarter of a second at most on a
 * device with 400,000 rounds a second, such as a phone without SHA-256 instructions.
 */
const roundsPerTry = 1_000
const minTries = 20
const maxTries = 100

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

/**
 * Where redeemed challenges are remembered.
 * @param isShared whether a counter of all proxies of one outbox remembers them too: only such a counter knows what was
 * redeemed before this process started
 */
export const createRedeemed = (isShared: boolean): RedeemedChallenges =>
  new RedeemedChallenges(lifetimeSeconds * 1000, isShared ? 0 : Date.now())

/**
 * @param redeemed what was redeemed so far under the same key, path and account
 * @param openShared counts redeemed challenges for all proxies of one outbox; without it each proxy knows its own only
 */
export function createProofs(scope: ProofScope, redeemed: RedeemedChallenges, openShared?: OpenCounter): Proofs {
  const count = openShared?.('proof', {leads: 1, seconds: lifetimeSeconds})

  /** The signature covers origin, path and account, so a challenge is valid for these only. */
  function secretsFor(origin: string | undefined) {
    const hmacSignatureSecret = JSON.stringify([scope.key, scope.accountId, scope.path, origin])
    return {hmacSignatureSecret, hmacKeySignatureSecret: `${hmacSignatureSecret} solved`}
  }

  async function isValid(proof: unknown, origin: string | undefined, key: string): Promise<boolean> {
    const parsed = proofSchema.safeParse(proof)
    if (!parsed.success) return false
    const {challenge, solution} = parsed.data
    const {verified} = await verifySolution({
      challenge,
      solution: {...solution, time: 0},
      deriveKey,
      ...secretsFor(origin),
    })
    if (!verified) return false
    const {nonce, expiresAt} = challenge.parameters
    return redeemed.redeem(nonce, expiresAt * 1000, key, () =>
      count ? count(nonce).then(seconds => seconds === 0) : true,
    )
  }

  return {
    challenge: origin =>
      createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: roundsPerTry,
        deriveKey,
        counter: randomInt(maxTries, minTries),
        expiresAt: Date.now() / 1000 + lifetimeSeconds,
        ...secretsFor(origin),
      }),
    async redeem(proof, origin, key) {
      if (!(await isValid(proof, origin, key))) throw new Problem('proof_required')
    },
  }
}

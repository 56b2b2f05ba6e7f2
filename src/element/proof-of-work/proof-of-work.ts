import {solveChallenge, type Challenge, type Solution} from 'altcha-lib'
import {deriveKey} from 'altcha-lib/algorithms/web/pbkdf2'

export type {Challenge}

/** A challenge of the proxy's, and what solves it. */
export interface Proof {
  challenge: Challenge
  solution: Solution
}

/**
 * Does the work of a challenge: for a fraction of a second, in the browser's own threads, so that typing does not wait.
 * Undefined where it cannot be done. It imports nothing of ours: what it shared would become a file more to load.
 */
export async function solve(challenge: Challenge): Promise<Proof | undefined> {
  if (!crypto.subtle) console.error('<contact-signup> proof of work needs a page over https')
  const solution = crypto.subtle && (await solveChallenge({challenge, deriveKey, timeout: 20_000}))
  return solution ? {challenge, solution} : undefined
}

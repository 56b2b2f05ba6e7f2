import {solveChallenge, type Challenge, type Solution} from 'altcha-lib'
import {deriveKey} from 'altcha-lib/algorithms/web/pbkdf2'

export type {Challenge}

const timeoutMs = 20_000

/** A challenge of the proxy and its solution. */
export interface Proof {
  challenge: Challenge
  solution: Solution
}

/**
 * Solves a challenge in the browser's own threads, in a fraction of a second; undefined if it cannot be solved. This
 * module imports nothing of ours: a shared module would become another file to load.
 */
export async function solve(challenge: Challenge): Promise<Proof | undefined> {
  if (!crypto.subtle) console.error('<contact-signup> proof of work needs a page over https')
  const solution = crypto.subtle && (await solveChallenge({challenge, deriveKey, timeout: timeoutMs}))
  return solution ? {challenge, solution} : undefined
}

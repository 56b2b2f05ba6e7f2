import {solveChallenge, type Challenge, type Solution} from 'altcha-lib'
import {deriveKey} from 'altcha-lib/algorithms/pbkdf2'

export interface Proof {
  challenge: Challenge
  solution: Pick<Solution, 'counter' | 'derivedKey'>
}

/** Solves a challenge as a visitor's browser does. */
export async function prove(challenge: Challenge): Promise<Proof> {
  return {challenge, solution: (await solveChallenge({challenge, deriveKey}))!} // it has a known end
}

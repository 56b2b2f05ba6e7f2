import assert from 'node:assert/strict'
import {isDeepStrictEqual} from 'node:util'
import fc from 'fast-check'
import type {Challenge} from 'altcha-lib'
import {createProxy} from '../../../src/proxy/index.ts'
import {prove} from '../../support/proof.ts'
import {endpoint, person, post, site} from '../../support/proxy.ts'

/** Puts so many proofs to a proxy that asks for work, each a good one but for one thing in it: none is taken. */
export async function fuzzProofs(cases: number, seed?: number): Promise<void> {
  let calls = 0
  const proxy = createProxy({
    url: 'https://api.example',
    accountId: 'acc-1',
    accountSecret: 'secret',
    allowedOrigins: [site],
    rateLimitAddress: 'off',
    rateLimitPerson: 'off',
    proofOfWork: true,
    log: ({level}) => assert.notEqual(level, 'error'),
    fetch: async () => {
      calls += 1
      return new Response('{"id":"1"}', {status: 201})
    },
  })
  const asked = await proxy(new Request(`${endpoint}/challenge`, {method: 'POST', headers: {origin: site}}))
  const good = await prove((await asked.json()) as Challenge)
  const places = placesOf(good)
  const property = fc.asyncProperty(
    fc.constantFrom(...places),
    fc.oneof(fc.jsonValue({maxDepth: 3}), fc.stringMatching(/^[0-9a-f]{64}$/), fc.double(), fc.constant(undefined)),
    async (place, value) => {
      fc.pre(
        !isHarmless(place, value) &&
          !isDeepStrictEqual(JSON.parse(JSON.stringify({value: at(good, place)})), JSON.parse(JSON.stringify({value}))),
      )
      const answer = await proxy(post({...person, form_proof: replaced(good, place, value)}))
      assert.deepEqual([answer.status, calls], [403, 0])
    },
  )
  await fc.assert(property, {numRuns: cases, seed})
  assert.equal((await proxy(post({...person, form_proof: good}))).status, 201, 'the good one is')
}

type Place = readonly string[]

/** Every place in it, its own first. */
function placesOf(value: unknown, here: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [here]
  return [here, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...here, name]))]
}

const at = (value: unknown, [name, ...rest]: Place): unknown =>
  name === undefined ? value : at((value as Record<string, unknown>)[name], rest) // a place of it

function replaced(value: unknown, [name, ...rest]: Place, by: unknown): unknown {
  if (name === undefined) return by
  const object = value as Record<string, unknown> // a place of it
  return {...object, [name]: replaced(object[name], rest, by)}
}

/** Which number was tried, and how long that took, tells nothing: what it led to is the proof. */
function isHarmless(place: Place, value: unknown): boolean {
  const name = place.join('.')
  return (
    name === 'solution.time' ||
    (name === 'solution.counter' && Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32)
  )
}

import assert from 'node:assert/strict'
import {isDeepStrictEqual} from 'node:util'
import fc from 'fast-check'
import type {Challenge} from 'altcha-lib'
import {createProxy} from '../../../src/proxy/index.ts'
import {prove} from '../../support/proof.ts'
import {endpoint, person, post, site} from '../../support/proxy.ts'

const visitor = {remoteAddress: '203.0.113.9'}

/** Sends generated proofs to a proxy with proof of work, each a valid one with one change: all must be refused. */
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
  const response = await proxy(new Request(`${endpoint}/challenge`, {method: 'POST', headers: {origin: site}}))
  const valid = await prove((await response.json()) as Challenge)
  const paths = pathsOf(valid)
  const property = fc.asyncProperty(
    fc.constantFrom(...paths),
    fc.oneof(fc.jsonValue({maxDepth: 3}), fc.stringMatching(/^[0-9a-f]{64}$/), fc.double(), fc.constant(undefined)),
    async (path, value) => {
      fc.pre(
        !isIgnored(path, value) &&
          !isDeepStrictEqual(JSON.parse(JSON.stringify({value: at(valid, path)})), JSON.parse(JSON.stringify({value}))),
      )
      const refusal = await proxy(post({...person, form_proof: replaceAt(valid, path, value)}), visitor)
      assert.deepEqual([refusal.status, calls], [403, 0])
    },
  )
  await fc.assert(property, {numRuns: cases, seed})
  assert.equal((await proxy(post({...person, form_proof: valid}), visitor)).status, 201, 'the valid proof is accepted')
}

type Path = readonly string[]

/** The paths of a value and of everything in it. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))]
}

const at = (value: unknown, [name, ...rest]: Path): unknown =>
  name === undefined ? value : at((value as Record<string, unknown>)[name], rest) // a path of it

function replaceAt(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by
  const object = value as Record<string, unknown> // a path of it
  return {...object, [name]: replaceAt(object[name], rest, by)}
}

/** The counter and the time are not verified: the derived key is the proof. */
function isIgnored(path: Path, value: unknown): boolean {
  const name = path.join('.')
  return (
    name === 'solution.time' ||
    (name === 'solution.counter' && Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32)
  )
}

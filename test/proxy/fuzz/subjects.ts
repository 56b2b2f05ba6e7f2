import assert from 'node:assert/strict'
import fc from 'fast-check'
import {toLine, toMailbox} from '../../../src/proxy/intake/limits/subjects.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
const word = fc.string({unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12})
const words = fc.array(word, {minLength: 1, maxLength: 4})

/** Providers with their domains, and with what may stand between the words of one mailbox's name. */
const providers: {domains: string[]; separators: string[]}[] = [
  {domains: ['gmail.com', 'googlemail.com'], separators: ['', '.']},
  {domains: ['icloud.com', 'me.com', 'mac.com'], separators: ['.']},
  {domains: ['proton.me', 'pm.me', 'protonmail.com'], separators: ['', '.', '-', '_']},
  {domains: ['ya.ru', 'yandex.ru', 'yandex.com.tr', 'yandex.co.il', 'narod.ru'], separators: ['.', '-']},
  {domains: ['hey.com'], separators: ['', '.']},
  {domains: ['fastmail.com'], separators: ['.']},
  {domains: ['example.com'], separators: ['-']},
]

/** Generates two spellings of one mailbox. */
const pairs = fc
  .record({
    provider: fc.constantFrom(...providers),
    words,
    picks: fc.array(fc.nat(), {minLength: 12, maxLength: 12}),
    tags: fc.tuple(fc.option(word), fc.option(word)),
  })
  .map(({provider: {domains, separators}, words, picks, tags}) =>
    tags.map((tag, index) => {
      const pick = <T>(list: T[], at: number) => list[picks[6 * index + at]! % list.length]!
      const local = words.reduce((name, next, at) => name + pick(separators, at) + next)
      const email = `${local}${tag === null ? '' : `+${tag}`}@${pick(domains, 4)}`
      return pick([email, email.toUpperCase()], 5)
    }),
  )

/** Two spellings of a mailbox are one subject, which is a mailbox itself; another name is another subject. */
export function fuzzSubjects(cases: number, seed?: number): void {
  const mailboxes = fc.property(pairs, word, ([one = '', two = ''], other) => {
    const mailbox = toMailbox(one)
    assert.equal(mailbox, toMailbox(two))
    assert.equal(mailbox, toMailbox(mailbox))
    assert.notEqual(mailbox, toMailbox(`x${other}${one}`))
  })
  fc.assert(mailboxes, {numRuns: cases, seed})
  const owners = fc.property(
    word,
    words,
    fc.constantFrom('fastmail.com', 'fastmail.fm', 'hey.com'),
    (owner, name, domain) =>
      assert.equal(toMailbox(`${name.join('.')}@${owner}.${domain}`), toMailbox(`${owner}@${domain}`)),
  )
  fc.assert(owners, {numRuns: cases, seed})
  const digits = fc.stringMatching(/^[1-8]\d{9}$/)
  const lines = fc.property(digits, digits, (one, two) => {
    assert.equal(toLine(`+549${one}`), toLine(`+54${one}`))
    assert.equal(toLine(`+549${one}`) === toLine(`+549${two}`), one === two)
    assert.equal(toLine(`+44${one}`), `+44${one}`)
  })
  fc.assert(lines, {numRuns: cases, seed})
}

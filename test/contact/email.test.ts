import assert from 'node:assert/strict'
import {test} from 'node:test'
import {toEmail} from '../../src/contact/index.ts'

const deliverable: [string, string][] = [
  ['ada@example.com', 'ada@example.com'],
  ['  Ada.Lovelace+news@Example.COM ', 'Ada.Lovelace+news@example.com'],
  ["o'brien@example.ie", "o'brien@example.ie"],
  ['a@b.photography', 'a@b.photography'],
  ['a@x--y.museum', 'a@x--y.museum'],
  ['info@müller.de', 'info@xn--mller-kva.de'],
  ['info@例え.テスト', 'info@xn--r8jz45g.xn--zckzah'],
  ['info@xn--mller-kva.xn--p1ai', 'info@xn--mller-kva.xn--p1ai'],
  ['ａｄａ＠example.com', 'ada@example.com'],
  ['ada@example.com\u200b', 'ada@example.com'],
  ['\u202aada@example.com\u202c', 'ada@example.com'],
  ['\u2068ada@example.com\u2069', 'ada@example.com'],
  ['\u200fada@example.com\u200e ', 'ada@example.com'],
  ['josé@example.com', 'josé@example.com'],
  ['jose\u0301@example.com', 'josé@example.com'],
  ['用户@例子.广告', '用户@xn--fsqu00a.xn--4rr70v'],
  ['हिन्दी.नाम@example.com', 'हिन्दी.नाम@example.com'],
  [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
]
for (const [typed, email] of deliverable)
  test(`accepts ${JSON.stringify(typed)}`, () => assert.equal(toEmail(typed), email))

const label = 'b'.repeat(59)
const longest = `${'a'.repeat(64)}@${label}.${label}.${label}.example`
test('accepts at most 254 characters', () => {
  assert.equal(longest.length, 252)
  assert.equal(toEmail(`${longest}xx`), `${longest}xx`)
  assert.equal(toEmail(`${longest}xxx`), undefined)
})

const undeliverable = [
  `${'é'.repeat(33)}@example.com`,
  'jos\u200cé@example.com',
  '\u202ejörg\u202cx@example.com',
  'jörg schmidt@example.com',
  '“jörg”@example.com',
  'ada',
  'ada@',
  '@example.com',
  'ada@localhost',
  'ada@example',
  'ada@@example.com',
  'a..b@example.com',
  '.a@example.com',
  'a.@example.com',
  'ada@example..com',
  'ada@.example.com',
  'ada@example.com.',
  'a b@example.com',
  'ada@exa mple.com',
  'a@b.co, c@d.co',
  'a@b.co;c@d.co',
  'Ada <ada@example.com>',
  '"ada"@example.com',
  'ada@-example.com',
  'ada@example-.com',
  'ada@1.2.3.4',
  'ada@[1.2.3.4]',
  'ada@example.c',
  'ada@example.com:25',
  'ada@example.com/x',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b'.repeat(64)}.com`,
  `a@${'b.'.repeat(130)}com`,
  'ada@ex%41mple.com',
]
for (const typed of undeliverable)
  test(`refuses ${JSON.stringify(typed.slice(0, 40))}`, () => assert.equal(toEmail(typed), undefined))

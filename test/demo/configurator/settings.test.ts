import assert from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {test} from 'node:test'
import {parseEnv} from 'node:util'
import fc from 'fast-check'
import type {Configuration} from '../../../demo/configurator/model/configuration.ts'
import {printPolicy} from '../../../demo/configurator/output/policy.ts'
import {printPrerender} from '../../../demo/configurator/output/prerender.ts'
import {printProxySettings, proxySettingsOf} from '../../../demo/configurator/output/proxy.ts'
import {snippetsOf} from '../../../demo/configurator/output/snippets.ts'
import {printProperties, printReservedHeight} from '../../../demo/configurator/output/styles.ts'
import {printSlots} from '../../../demo/configurator/output/tag.ts'
import {toAttribution} from '../../../src/element/session/attribution.ts'
import {readArguments} from '../../../src/prerender/command/arguments.ts'
import {readEnvironment} from '../../../src/proxy/index.ts'
import {anyConfiguration, configured, hostileTexts, product} from '../../support/configurator.ts'

const sites = 'https://www.example.com'
const settings: [string, Partial<Configuration>, Record<string, string>][] = [
  ['nothing', {}, {ALLOWED_ORIGINS: sites}],
  [
    'two origins',
    {page: {sites: ' https://a.example   https://b.example '}},
    {ALLOWED_ORIGINS: 'https://a.example https://b.example'},
  ],
  ['lists', {attributes: {lists: 'a b a'}}, {ALLOWED_ORIGINS: sites, ALLOWED_LISTS: 'a b'}],
  ['tags', {attributes: {tags: 'a b'}}, {ALLOWED_ORIGINS: sites, ALLOWED_TAGS: 'a b'}],
  ['a tag with spaces', {attributes: {tags: 'spring offer,'}}, {ALLOWED_ORIGINS: sites, ALLOWED_TAGS: 'spring offer,'}],
  [
    'tags with spaces',
    {attributes: {tags: 'spring offer, b'}},
    {ALLOWED_ORIGINS: sites, ALLOWED_TAGS: 'spring offer, b'},
  ],
  ['tags with commas only', {attributes: {tags: 'a,b'}}, {ALLOWED_ORIGINS: sites, ALLOWED_TAGS: 'a b'}],
  ['proof of work', {attributes: {'proof-of-work': ''}}, {ALLOWED_ORIGINS: sites, PROOF_OF_WORK: 'on'}],
  [
    'a success URL',
    {attributes: {'success-url': '/danke schön'}},
    {ALLOWED_ORIGINS: sites, SUCCESS_URL: `${sites}/danke%20sch%C3%B6n`},
  ],
  ['an endpoint', {attributes: {endpoint: 'https://f.example/post'}}, {ALLOWED_ORIGINS: sites, SIGNUP_PATH: '/post'}],
  ['the usual endpoint', {attributes: {endpoint: 'https://f.example/api/signup'}}, {ALLOWED_ORIGINS: sites}],
  [
    'attribution',
    {attributes: {attribution: 'referrer'}},
    {ALLOWED_ORIGINS: sites, ALLOWED_FIELDS: 'referrer landing_page'},
  ],
]
for (const [what, given, expected] of settings)
  test(`prints the proxy’s settings of ${what}`, () =>
    assert.deepEqual(Object.fromEntries(proxySettingsOf(configured(given))), expected))

test('allows each field that attribution sends', () => {
  const parameters =
    'utm_source utm_medium utm_campaign utm_term utm_content gclid gbraid wbraid dclid fbclid ttclid msclkid'
  const url = `https://a.example/?${parameters.replaceAll(/(\w+) ?/g, '$1=x&')}`
  for (const attribution of [
    '',
    'utm',
    'clicks',
    'referrer',
    'utm clicks referrer',
    'clicks clicks other',
    'utm constructor',
  ]) {
    const sent = Object.keys(toAttribution(attribution, url, 'https://b.example/'))
    const {ALLOWED_FIELDS = ''} = Object.fromEntries(proxySettingsOf(configured({attributes: {attribution}})))
    assert.deepEqual(ALLOWED_FIELDS.split(' ').toSorted(), sent.toSorted())
  }
})

test('prints settings that the proxy reads', () => {
  const attributes = {
    lists: 'offers',
    tags: 'spring offer, b',
    attribution: 'utm',
    'proof-of-work': '',
    'success-url': '/danke',
  }
  const account = {CONTACT_API_URL: 'https://api.example', CONTACT_ACCOUNT_ID: 'a', CONTACT_ACCOUNT_SECRET: 'b'}
  const env = parseEnv(printProxySettings(configured({attributes: {...attributes, endpoint: '/sign-up'}})))
  const {allowedLists, allowedTags, allowedFields, proofOfWork, successUrl, path} = readEnvironment({
    ...account,
    ...env,
  } as Record<string, string>)
  assert.deepEqual(
    {allowedLists, allowedTags, allowedFields, proofOfWork, successUrl, path},
    {
      allowedLists: ['offers'],
      allowedTags: ['spring offer', 'b'],
      allowedFields: ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'],
      proofOfWork: true,
      successUrl: `${sites}/danke`,
      path: '/sign-up',
    },
  )
})

/** The variables that a shell has after a script, as far as the settings name them. */
function runSettings(script: string): string[] {
  const names = script.match(/^[A-Z_]+(?==)/gm) ?? []
  const print = names.map(name => `printf '%s\\0' "$${name}"`).join('\n')
  return execFileSync('sh', ['-c', `${script}\n${print}`], {encoding: 'utf8'})
    .split('\0')
    .slice(0, -1)
}

test('quotes settings for a shell', () => {
  const oneLine = hostileTexts.filter(text => text.trim() && !/[\n,\s]/.test(text))
  for (const tags of oneLine) {
    const configuration = configured({attributes: {tags}})
    assert.deepEqual(runSettings(printProxySettings(configuration)), [sites, tags])
  }
})

test('quotes settings for node --env-file, which knows no escapes, unless they have every kind of quote', () => {
  for (const tags of hostileTexts.filter(
    text => text.trim() && !/[\n,\s]/.test(text) && !/'.*["$`\\]|["$`\\].*'/.test(text),
  ))
    assert.equal(parseEnv(printProxySettings(configured({attributes: {tags}}))).ALLOWED_TAGS, tags)
})

/** Runs the commands in an empty folder with a shell, and returns the arguments and the files. */
function runPrerender(commands: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'signup-'))
  const script = `npx() { printf '%s\\0' "$@"; }\n${commands}`
  const args = execFileSync('sh', ['-c', script], {cwd, encoding: 'utf8'}).split('\0').slice(0, -1)
  const read = (name: unknown) => (name ? readFileSync(join(cwd, String(name)), 'utf8') : undefined)
  const {messages, slots, ...given} = readArguments(args.slice(2))
  return {command: args.slice(0, 2), given, messages: read(messages), slots: read(slots)}
}

const prerendered: [string, Configuration][] = [
  ...hostileTexts.map((text): [string, Configuration] => [
    JSON.stringify(text),
    configured({attributes: {tags: text, fields: text}, messages: {submit: text}, slots: {intro: text}}),
  ]),
  ...fc
    .sample(anyConfiguration, {seed: 7, numRuns: 20})
    .map((each, index): [string, Configuration] => [`sample ${index}`, each]),
]
test('prints commands of a shell that prerender exactly the configuration', () => {
  for (const [what, configuration] of prerendered) {
    const {command, given, messages, slots} = runPrerender(printPrerender(configuration, product))
    const {attribution} = configuration.attributes
    const expected: Record<string, string> = {
      ...configuration.attributes,
      ...(attribution === '' && {attribution: 'utm'}),
    }
    const texts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === true ? '' : value]))
    for (const name of ['prefill', 'proof-of-work']) if (name in expected) expected[name] = ''
    assert.deepEqual(command, ['contact-signup', 'prerender'])
    assert.deepEqual(texts, expected, what)
    assert.deepEqual(JSON.parse(messages ?? '{}'), configuration.messages, what)
    assert.equal(slots ?? '', printSlots(configuration, product), what)
  }
})

const policies: [string, Partial<Configuration>, string | undefined, RegExp[]][] = [
  ['one origin', {}, undefined, [/script-src 'self';/, /connect-src 'self';/, /form-action 'self';/]],
  ['an import map', {}, 'aGFzaA==', [/script-src 'self' 'sha256-aGFzaA==';/]],
  [
    'a proxy of another origin',
    {attributes: {endpoint: 'https://forms.example.com/api/signup'}},
    undefined,
    [/connect-src 'self' https:\/\/forms\.example\.com;/, /form-action 'self' https:\/\/forms\.example\.com;/],
  ],
  [
    'a CDN',
    {page: {folder: 'https://cdn.example:8443/x'}},
    undefined,
    [/script-src 'self' https:\/\/cdn\.example:8443;/],
  ],
  [
    'its own origin, written in full',
    {attributes: {endpoint: `${sites}/api/signup`}},
    undefined,
    [/connect-src 'self';/],
  ],
  [
    'what is no URL',
    {attributes: {endpoint: 'javascript:1'}, page: {folder: 'https://['}},
    undefined,
    [/script-src 'self'; connect-src 'self';/],
  ],
]
for (const [what, given, hash, patterns] of policies)
  test(`prints the policy of ${what}`, () => {
    const policy = printPolicy(configured(given), hash)
    for (const pattern of patterns) assert.match(policy, pattern)
  })

test('prints a policy of known directives, whatever the endpoint and the folder are', () => {
  for (const text of hostileTexts) {
    const policy = printPolicy(
      configured({attributes: {endpoint: `https://x.example/${text}`}, page: {folder: text}}),
      'a',
    )
    assert.match(policy, /^(?:[a-z-]+(?: (?:'self'|'none'|'sha256-a'|https:\/\/[\w.-]+))+(?:; |$)){6}$/)
  }
})

test('prints the custom properties, and none that would end the rule', () => {
  const properties = {
    '--contact-signup-accent': ' #f60 ',
    '--contact-signup-text': 'red } body { color: red',
    '--contact-signup-gap': '1em',
  }
  assert.equal(
    printProperties(configured({properties}), product),
    'contact-signup {\n  --contact-signup-accent: #f60;\n  --contact-signup-gap: 1em;\n}',
  )
  assert.equal(printProperties(configured({}), product), '')
})

test('reserves the measured heights, rounded up', () => {
  assert.equal(
    printReservedHeight({phone: 700, desktop: 481}),
    `contact-signup:not(:defined) { display: block; min-height: 43.75rem }
@media (min-width: 42rem) {
  contact-signup:not(:defined) { min-height: 30.25rem }
}`,
  )
  assert.equal(
    printReservedHeight({phone: 480, desktop: 479}),
    'contact-signup:not(:defined) { display: block; min-height: 30rem }',
  )
})

test('leaves out the snippets without text', () => {
  const idsOf = (given: Partial<Configuration>, heights?: {phone: number; desktop: number}) =>
    snippetsOf(configured(given), product, {heights, importMapHash: undefined}).map(({id}) => id)
  assert.deepEqual(idsOf({}), ['tag', 'script', 'import-map', 'policy', 'proxy', 'prerender'])
  const properties = {'--contact-signup-gap': '1em'}
  assert.deepEqual(idsOf({properties}, {phone: 1, desktop: 1}).slice(3, 5), ['properties', 'height'])
})

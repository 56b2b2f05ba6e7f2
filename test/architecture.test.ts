import assert from 'node:assert/strict'
import {globSync, readFileSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {test} from 'node:test'

/** Which rooms of src a room may import from, beside itself. */
const arrows: Record<string, readonly string[]> = {
  '.': ['element', 'messages', 'contact'],
  cli: ['prerender', 'proxy'],
  contact: [],
  messages: ['contact'],
  element: ['messages', 'contact'],
  prerender: ['element', 'messages', 'contact'],
  proxy: ['messages', 'contact'],
  react: ['element', 'messages', 'types'],
  types: ['element'],
  build: ['messages', 'contact', 'element', 'proxy'],
}
/** Which rooms of the proxy a room may import from, beside itself. Commands are entries too. */
const proxyArrows: Record<string, readonly string[]> = {
  entries: [
    'assemble',
    'commands',
    'config',
    'contact-api',
    'delivery',
    'forms',
    'http',
    'outbox',
    'server',
    'stand-in',
    'workers',
  ],
  commands: ['config', 'demo', 'entries', 'forms', 'outbox', 'server'],
  demo: ['config', 'entries', 'http', 'server', 'stand-in'],
  'stand-in': ['http'],
  forms: ['assemble', 'config', 'delivery', 'http', 'intake', 'outbox', 'server'],
  assemble: ['config', 'contact-api', 'delivery', 'http', 'intake', 'outbox'],
  server: ['contact-api', 'delivery', 'http', 'intake', 'outbox', 'tracing'],
  workers: ['assemble', 'config', 'contact-api', 'delivery', 'http', 'intake', 'outbox'],
  config: ['contact-api', 'http', 'intake', 'outbox', 'tracing'],
  http: ['contact-api', 'delivery', 'intake', 'outbox', 'tracing'],
  intake: ['contact-api', 'delivery'],
  outbox: ['contact-api', 'delivery', 'tracing'],
  delivery: ['contact-api', 'tracing'],
  tracing: [],
  'contact-api': [],
}
/** Files that every room of the proxy may import, because they import nothing. */
const proxyLeaves = ['proxy/config/configuration-error.ts', 'proxy/http/log-event.ts']
/** Which packages a room may import, and which files alone may import the others. */
const packages: Record<string, readonly string[]> = {
  '.': [],
  contact: ['zod/mini'],
  messages: [],
  element: ['lit'],
  prerender: ['lit', 'parse5'],
  proxy: ['zod/mini', 'ipaddr.js', '@fastify/proxy-addr', 'lru-cache', 'safe-stable-stringify'],
  react: ['react', '#react'],
  types: ['lit', 'preact', 'react', 'solid-js', 'svelte/elements', 'vue'],
  build: ['minify-literals', 'custom-elements-manifest', 'fflate', 'marked', 'zod/mini'],
}
const exceptions: [RegExp, RegExp][] = [
  [/^@lit-labs\/ssr(?:\/|$)/, /^prerender\//],
  [/^@lit-labs\/ssr-client$/, /^element\/hydration\//],
  [/^contact-signup\/prerender$/, /^(?:proxy\/http|prerender\/(?:command|vite)|react|build)\//],
  [/^@custom-elements-manifest\/analyzer\//, /^build\//],
  [/^@opentelemetry\/api$/, /^proxy\/server\/traces\.ts$/],
  [/^vite$/, /^(?:build|prerender\/vite)\//],
  [/^leven$/, /^(?:proxy|prerender\/command)\//],
  [/^libphonenumber-js\//, /^(?:contact\/phone|build)\//],
  [/^#(?:numbering-plans|calling-codes)$/, /^contact\/phone\//],
  [/^altcha-lib\b/, /^(?:proxy\/intake|element)\/proof-of-work\//],
  [/^cloudflare:workers$/, /^proxy\/workers\//],
  [/^rate-limiter-flexible$/, /^proxy\/(?:server|intake\/limits)\//],
  [
    /^(?:node:|undici$|prom-client$|pg$)/,
    /^(?:build|prerender\/command)\/|^proxy\/(?:(?:node|cli)\.ts$|commands\/|demo\/|server\/|config\/(?:forms|secret)-file|forms\/|outbox\/(?:sql|file|postgres|durable-object|open)\b)/,
  ],
]

const files = globSync('src/**/*.ts').map(file => relative('src', file))
const imports = files.flatMap(file =>
  [
    ...readFileSync(join('src', file), 'utf8').matchAll(
      /^(?!\s*(?:\*|\/[/*])).*?\b(?:from|import)\b\s*\(?\s*'([^'$]+)'/gm,
    ),
  ].map(([, target]) => ({file, target: target!})),
)
const roomOf = (file: string) => (file === 'cli.ts' ? 'cli' : dirname(file).split(/[\\/]/)[0]!)
const proxyRoomOf = (file: string) => {
  const [, room = ''] = file.split(/[\\/]/)
  if (!room.endsWith('.ts')) return room
  return room === 'assemble.ts' ? 'assemble' : 'entries'
}

test('sees every file', () => assert.ok(files.length > 30 && imports.length > 80))

test('imports point one way between the rooms', () => {
  const wrong = imports.filter(({file, target}) => {
    if (!target.startsWith('.')) return false
    const [from, to] = [roomOf(file), roomOf(join(dirname(file), target))]
    return from !== to && !arrows[from]?.includes(to)
  })
  assert.deepEqual(wrong, [])
})

test('imports point one way between the rooms of the proxy', () => {
  const wrong = imports.filter(({file, target}) => {
    const imported = join(dirname(file), target)
    if (roomOf(file) !== 'proxy' || !target.startsWith('.') || roomOf(imported) !== 'proxy') return false
    const [from, to] = [proxyRoomOf(file), proxyRoomOf(imported)]
    return from !== to && !proxyArrows[from]?.includes(to) && !proxyLeaves.includes(imported)
  })
  assert.deepEqual(wrong, [])
})

test('the leaves of the proxy import nothing', () =>
  assert.deepEqual(
    imports.filter(({file}) => proxyLeaves.includes(file)),
    [],
  ))

test('imports packages only where their room may', () => {
  const wrong = imports.filter(({file, target}) => {
    if (target.startsWith('.')) return false
    const exception = exceptions.find(([name]) => name.test(target))
    return exception ? !exception[1].test(file) : !packages[roomOf(file)]?.includes(target)
  })
  assert.deepEqual(wrong, [])
})

test('lets the demo see public entries only', () => {
  const demo = globSync('demo/**/*.ts').flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)].map(([, target]) => target!),
  )
  assert.deepEqual(
    demo.filter(target => /\/src\/|\/dist\//.test(target)),
    [],
  )
})

import assert from 'node:assert/strict'
import {test} from 'node:test'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const site = await useSite(['/api/signup'], {proofOfWork: true})

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html"

/** A page with one form under the strictest policy; what it asks for, by paths without hashes, and each breach. */
async function visit(attributes: string) {
  const visitor = new Visitor(await (await browser.newContext()).newPage())
  const asked: string[] = []
  visitor.page.on('request', request =>
    asked.push(`${request.method()} ${new URL(request.url()).pathname.replace(/-[\w-]{8}(?=\.js)/, '')}`),
  )
  await visitor.page.addInitScript(() => {
    const breaches: string[] = []
    Object.assign(window, {breaches})
    addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI}) => {
      if (!blockedURI.endsWith('/favicon.ico')) breaches.push(effectiveDirective)
    })
  })
  const html = `<!doctype html><html lang="en"><title>Work</title><script type="module" src="/contact-signup.js"></script><contact-signup fields="email" ${attributes}></contact-signup>`
  await visitor.page.goto(site.put('/', html, {'content-security-policy': policy}))
  await visitor.button.waitFor()
  return {
    visitor,
    asked,
    breaches: () => visitor.page.evaluate(() => (window as unknown as {breaches: string[]}).breaches),
  }
}

const [work, challenge, lead] = ['GET /chunks/proof-of-work.js', 'POST /api/signup/challenge', 'POST /api/signup']
const orders: [string, string, string[]][] = [
  ['when the proxy asks', '', [lead, challenge, work, lead]],
  ['while the visitor types', 'proof-of-work', [challenge, work, lead]],
]
for (const [when, attributes, expected] of orders)
  test(`a built form does the work ${when}, under the strictest policy`, async () => {
    const {visitor, asked, breaches} = await visit(attributes)
    await visitor.type('email', 'ada@example.com')
    await visitor.control('gdpr_accept_terms').check()
    await visitor.button.click()
    await visitor.part('success').waitFor()
    assert.deepEqual(
      asked.filter(request => [work, challenge, lead].includes(request)),
      expected,
    )
    assert.deepEqual(await breaches(), [])
    assert.equal(site.apis['/api/signup']!.requests.at(-1)!.body.email, 'ada@example.com')
    await visitor.leave()
  })

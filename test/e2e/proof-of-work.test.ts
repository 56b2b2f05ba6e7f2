import assert from 'node:assert/strict'
import {test} from 'node:test'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const site = await useSite(['/api/signup'], {proofOfWork: true})

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html"

/** Opens a page with one form under the strictest policy, and records its requests, without hashes, and violations of the policy. */
async function visit(attributes: string) {
  const visitor = new Visitor(await (await browser.newContext()).newPage())
  const requests: string[] = []
  visitor.page.on('request', request =>
    requests.push(`${request.method()} ${new URL(request.url()).pathname.replace(/-[\w-]{8}(?=\.js)/, '')}`),
  )
  await visitor.page.addInitScript(() => {
    const violations: string[] = []
    Object.assign(window, {violations})
    addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI}) => {
      if (!blockedURI.endsWith('/favicon.ico')) violations.push(effectiveDirective)
    })
  })
  const html = `<!doctype html><html lang="en"><title>Work</title><script type="module" src="/contact-signup.js"></script><contact-signup fields="email" ${attributes}></contact-signup>`
  await visitor.page.goto(site.put('/', html, {'content-security-policy': policy}))
  await visitor.button.waitFor()
  return {
    visitor,
    requests,
    violations: () => visitor.page.evaluate(() => (window as unknown as {violations: string[]}).violations),
  }
}

const [solver, challenge, lead] = ['GET /chunks/proof-of-work.js', 'POST /api/signup/challenge', 'POST /api/signup']
const orders: [string, string, string[]][] = [
  ['when the proxy asks', '', [lead, challenge, solver, lead]],
  ['while the visitor types', 'proof-of-work', [challenge, solver, lead]],
]
for (const [when, attributes, expected] of orders)
  test(`solves the challenge ${when}, under the strictest policy`, async () => {
    const {visitor, requests, violations} = await visit(attributes)
    await visitor.type('email', 'ada@example.com')
    await visitor.control('gdpr_accept_terms').check()
    await visitor.button.click()
    await visitor.part('success').waitFor()
    assert.deepEqual(
      requests.filter(request => [solver, challenge, lead].includes(request)),
      expected,
    )
    assert.deepEqual(await violations(), [])
    assert.equal(site.apis['/api/signup']!.requests.at(-1)!.body.email, 'ada@example.com')
    await visitor.leave()
  })

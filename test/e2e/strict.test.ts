import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {test} from 'node:test'
import type {JsonLd} from '../../src/contact/consent-record.ts'
import ar from '../../src/messages/ar.ts'
import en from '../../src/messages/en.ts'
import es from '../../src/messages/es.ts'
import type {Messages} from '../../src/messages/messages.ts'
import {created, respond} from '../support/contact-api.ts'
import {receiptFields} from '../support/evidence/field-table.ts'
import {missingFields, readGraph} from '../support/evidence/graph.ts'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

/** Allows only what the form needs: lit-html's templates are the only text that is parsed as markup. */
const strict = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')
const enforced = 'content-security-policy'
const reported = 'content-security-policy-report-only'
const script = '<script type="module" src="/contact-signup.js"></script>'
const fields = 'name_first* name_last* email* phone* city region zip country full_address born_date gender'
const tag = `<contact-signup fields="${fields}" terms-url="/terms" privacy-url="/privacy" tags="one"></contact-signup>`

const browser = await useBrowser()
const site = await useSite()

/** What the page records from its first line on. */
interface Records {
  violations: string[]
  defined: string[]
}

/** Opens a page under a policy, and records each violation of it and each tag that is defined. */
async function visit(head: string, policy: Record<string, string>, lang = 'en'): Promise<Visitor> {
  const visitor = new Visitor(await (await browser.newContext()).newPage())
  await visitor.page.addInitScript(() => {
    const records: Records = {violations: [], defined: []}
    Object.assign(window, {records})
    addEventListener('securitypolicyviolation', ({disposition, effectiveDirective, blockedURI, sample}) => {
      if (!blockedURI.endsWith('/favicon.ico'))
        records.violations.push([disposition, effectiveDirective, blockedURI, sample].join(' ')) // the browser requests that one by itself
    })
    const {define} = customElements
    customElements.define = function (name, ...rest) {
      records.defined.push(name)
      define.call(this, name, ...rest)
    }
  })
  await visitor.page.goto(
    site.put('/', `<!doctype html><html lang="${lang}"><title>Strict</title>${head}<main></main>${tag}`, policy),
  )
  await visitor.button.waitFor()
  return visitor
}

const recordsOf = ({page}: Visitor): Promise<Records> =>
  page.evaluate(() => (window as unknown as {records: Records}).records)

/** Does everything that a visitor can do, from the first error to the form after the thank-you. */
async function signUp(visitor: Visitor, words: Messages): Promise<void> {
  const {page} = visitor
  const api = site.apis['/api/signup']!
  await visitor.button.click()
  await visitor.part('summary').getByText(words.summary_title).waitFor()
  await visitor.type('email', 'ada@gmial.com')
  await page.keyboard.press('Tab')
  await visitor.part('suggestion').getByRole('button').click()
  await visitor.part('country').click()
  await page.keyboard.type('fr')
  await page.keyboard.press('Enter')
  await visitor.part('country').click()
  await page.locator('#country-GB').click()
  await visitor.type('phone', '07700 900123')
  for (const [name, text] of Object.entries({
    name_first: 'Ada',
    name_last: 'Lovelace',
    city: 'London',
    region: 'England',
    zip: 'SW1Y 4JH',
    full_address: '12 St James’s Square',
  }))
    await visitor.type(name, text)
  await visitor.control('born_date').fill('1985-12-10')
  await visitor.control('country').selectOption('GB')
  await visitor.control('gender').selectOption('FEMALE')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.control('gdpr_marketing_consent').check()
  api.answer = (_request, response) => respond(response, 500)
  await visitor.part('hint-phone').getByText('07400 123456').waitFor() // the warning, with an example
  await visitor.button.click()
  await visitor.part('status').getByText(words.failed_unavailable).waitFor()
  api.answer = created
  await visitor.button.click()
  await visitor.part('success').getByText(words.success_title).waitFor()
  const saved = page.waitForEvent('download')
  await visitor.part('receipt').getByRole('button', {name: words.receipt_save}).click()
  const receipt = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as JsonLd
  assert.deepEqual(missingFields(await readGraph(receipt), receiptFields), [])
  await page.locator('contact-signup').evaluate(form => (form as HTMLElementTagNameMap['contact-signup']).reset())
  await visitor.type('email', 'grace@example.com')
  assert.equal(await visitor.control('email').inputValue(), 'grace@example.com')
}

const everything = {
  name_first: 'Ada',
  name_last: 'Lovelace',
  email: 'ada@gmail.com',
  phone_countrycode: '44',
  phone_number: '7700900123',
  city: 'London',
  region: 'England',
  zip: 'SW1Y 4JH',
  country: 'GB',
  full_address: '12 St James’s Square',
  born_date: '1985-12-10T00:00:00Z',
  gender: 'FEMALE',
}

for (const header of [enforced, reported])
  test(`records violations of a policy in ${header}`, async () => {
    const visitor = await visit(script, {[header]: strict})
    await visitor.page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>violation</b>'
      } catch {} // if the policy is enforced
      document.body.setAttribute('style', 'color: red')
    })
    const {violations} = await recordsOf(visitor)
    assert.deepEqual(
      violations.map(violation => violation.split(' ')[1]),
      ['require-trusted-types-for', 'style-src-attr'],
    )
    assert.equal(visitor.faults.length, header === enforced ? 2 : 0)
    await visitor.leave()
  })

for (const [lang, words] of Object.entries({en, es, ar}))
  for (const header of [enforced, reported])
    test(`violates no ${header} in ${lang}`, async () => {
      const visitor = await visit(script, {[header]: strict}, lang)
      await signUp(visitor, words)
      const {violations, defined} = await recordsOf(visitor)
      assert.deepEqual([violations, visitor.faults, defined], [[], [], ['contact-signup']])
      const {body} = site.apis['/api/signup']!.requests.at(-1)!
      assert.deepEqual({...body, ...everything}, body)
      await visitor.leave()
    })

const other = '<script type="module" src="/other.js"></script>'
const again = '<script type="module" src="/contact-signup.js?again"></script>'
const newer = '<script type="module" src="/v2/contact-signup.js"></script>'
const setups: [string, string][] = [
  ['after another Lit', other + script],
  ['before another Lit', script + other],
  ['loaded twice', script + again],
  ['in two versions', script + newer],
]
for (const [how, head] of setups)
  test(`throws nothing, violates no policy and defines the tag once if the script is ${how}`, async () => {
    site.put(
      '/other.js',
      `
      import {html, render} from '/lit-html.js'
      render(html\`<p>\${'Another Lit'}</p>\`, document.querySelector('main'))
    `,
      {'content-type': 'text/javascript'},
    )
    const visitor = await visit(head, {
      [enforced]: strict.replace('trusted-types lit-html', "trusted-types lit-html 'allow-duplicates'"),
    })
    if (head.includes(other)) await visitor.page.getByText('Another Lit').waitFor()
    await signUp(visitor, en)
    const {violations, defined} = await recordsOf(visitor)
    assert.deepEqual([violations, visitor.faults, defined], [[], [], ['contact-signup']])
    await visitor.leave()
  })

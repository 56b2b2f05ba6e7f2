import assert from 'node:assert/strict'
import {beforeEach, describe, test} from 'node:test'
import {created, respond} from '../support/contact-api.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import type {Change} from '../support/react/page.ts'
import {useReactSite} from '../support/servers/react-site.ts'

const browser = await useBrowser()
const site = await useReactSite()

beforeEach(() => void (site.api.answer = created))

/** Opens a page of the site, and adds warnings to its faults. */
async function visit(path: string): Promise<Visitor> {
  const context = await browser.newContext()
  const visitor = new Visitor(await context.newPage())
  visitor.page.on('console', message => {
    if (message.type() === 'warning' && !message.text().startsWith('Lit is in dev mode'))
      visitor.faults.push(message.text())
  })
  await visitor.page.goto(site.url + path)
  await visitor.hydrated()
  return visitor
}

const waitForReact = ({page}: Visitor) => page.waitForFunction(() => stage !== undefined)
const change = ({page}: Visitor, change: Change) => page.evaluate(change => stage!.change(change), change)
/** The calls of handlers, which the page lists. */
const callsOf = ({page}: Visitor) => page.locator('#root > ul > li').allInnerTexts()

/** Waits for a call of a handler, and returns all calls. */
async function waitForCall(visitor: Visitor, call: string): Promise<string[]> {
  await visitor.page.getByText(call, {exact: true}).waitFor()
  return callsOf(visitor)
}

async function fillIn(visitor: Visitor, email: string): Promise<void> {
  await visitor.type('email', email)
  await visitor.control('gdpr_accept_terms').check()
}

for (const [path, how] of [
  ['/client', 'mounted in the browser'],
  ['/server', 'hydrated'],
  ['/server?lang=en', 'hydrated with its form'],
] as const)
  describe(`the React component, ${how},`, () => {
    /** A test of the page. It fails if the page reported an error or a warning. */
    function onPage(what: string, act: (visitor: Visitor) => Promise<void>): void {
      test(what, async () => {
        const visitor = await visit(path)
        await waitForReact(visitor)
        await act(visitor)
        assert.deepEqual(visitor.faults, [])
        await visitor.leave()
      })
    }

    onPage('shows the words, the fields and the slots of its props', async visitor => {
      assert.equal(await visitor.button.innerText(), 'Join us')
      assert.equal(await visitor.control('phone').count(), 0)
      assert.match(String(await visitor.part('link').getAttribute('href')), /\/terms$/)
      assert.ok(await visitor.page.getByText('Written in React').isVisible())
      assert.equal(await visitor.page.locator('contact-signup').getAttribute('class'), 'card')
    })

    onPage('calls its handlers once for each event', async visitor => {
      await visitor.button.click()
      await waitForCall(visitor, '1 invalid email,gdpr_accept_terms')
      await fillIn(visitor, 'ada@react.example')
      await visitor.button.click()
      assert.deepEqual(await waitForCall(visitor, '1 success created'), [
        '1 invalid email,gdpr_accept_terms',
        '1 submit ada@react.example',
        '1 success created',
      ])
      assert.partialDeepStrictEqual(site.api.requests.at(-1)!.body, {email: 'ada@react.example', tags: ['one']})
    })

    onPage('calls the handler of a failure', async visitor => {
      site.api.answer = (_request, response) => respond(response, 401)
      await fillIn(visitor, 'failed@react.example')
      await visitor.button.click()
      await waitForCall(visitor, '1 error upstream_misconfigured')
    })

    onPage('lets a handler cancel the submission', async visitor => {
      const email = `held@${how.replaceAll(' ', '-')}.example`
      await change(visitor, {hold: true})
      await fillIn(visitor, email)
      await visitor.button.click()
      await waitForCall(visitor, `1 submit ${email}`)
      await change(visitor, {hold: false, round: 2})
      await visitor.button.click()
      await waitForCall(visitor, '2 success created')
      assert.equal(site.api.requests.filter(({body}) => body.email === email).length, 1)
    })

    onPage('calls the handlers of the latest render, and listens once', async visitor => {
      await visitor.page.locator('contact-signup').evaluate(form => {
        form.addEventListener = (type: string) => {
          if (type.startsWith('contact-signup-')) console.error(`listens to ${type} again`)
        }
      })
      await change(visitor, {round: 2})
      await visitor.button.click()
      assert.deepEqual(await waitForCall(visitor, '2 invalid email,gdpr_accept_terms'), [
        '2 invalid email,gdpr_accept_terms',
      ])
    })

    onPage('changes and removes props, and keeps what was typed', async visitor => {
      await visitor.type('email', 'ada@example.com')
      await change(visitor, {props: {messages: {submit: 'Now then'}, termsUrl: '/other'}})
      await visitor.page.getByRole('button', {name: 'Now then'}).waitFor()
      await visitor.control('phone').waitFor()
      await change(visitor, {props: {fields: 'email city', privacyUrl: '/privacy', termsUrl: '/terms'}})
      await visitor.page.getByRole('button', {name: 'Sign up'}).waitFor()
      await visitor.control('city').waitFor()
      assert.equal(await visitor.part('link').count(), 2)
      assert.equal(await visitor.control('email').inputValue(), 'ada@example.com')
    })

    onPage('fills in values once, and again when they change', async visitor => {
      const {page} = visitor
      const shows = async (name: string, value: string) => {
        const control = await visitor.control(name).elementHandle()
        await page.waitForFunction(([input, value]) => (input as HTMLInputElement).value === value, [
          control,
          value,
        ] as const)
      }
      await shows('name_first', 'Ada')
      await visitor.type('email', 'ada@example.com')
      await visitor.control('name_first').fill('Grace')
      await change(visitor, {round: 2})
      await visitor.button.click()
      await waitForCall(visitor, '2 invalid gdpr_accept_terms')
      await change(visitor, {mode: 'hidden'})
      await change(visitor, {mode: 'visible'})
      await visitor.button.waitFor()
      assert.equal(await visitor.control('name_first').inputValue(), 'Grace')
      await change(visitor, {props: {fields: 'name_first email', values: {email: 'new@example.com'}}})
      await shows('email', 'new@example.com')
      assert.equal(await visitor.control('name_first').inputValue(), 'Grace')
    })

    onPage('gives the element to its ref', async visitor => {
      await visitor.type('email', 'ada@example.com')
      await visitor.page.evaluate(() => stage!.reset())
      await visitor.page.waitForFunction(
        input => (input as HTMLInputElement).value === '',
        await visitor.control('email').elementHandle(),
      )
    })

    onPage('calls the handlers for what happened while React hid the form', async visitor => {
      await fillIn(visitor, 'hidden@react.example')
      await change(visitor, {mode: 'hidden'})
      await visitor.button.waitFor({state: 'hidden'})
      await visitor.page.evaluate(() => document.querySelector('contact-signup')!.submit())
      await change(visitor, {mode: 'visible'})
      assert.deepEqual(await waitForCall(visitor, '1 success created'), [
        '1 submit hidden@react.example',
        '1 success created',
      ])
    })
  })

for (const path of ['/server', '/server?lang=en'])
  test(`the React component of ${path} calls its handlers for what happened before it was hydrated`, async () => {
    const visitor = await visit(`${path}#wait`)
    await fillIn(visitor, 'early@react.example')
    await visitor.button.click()
    await visitor.part('success').waitFor()
    await visitor.page.evaluate(() => mount())
    assert.deepEqual(await waitForCall(visitor, '1 success created'), [
      '1 submit early@react.example',
      '1 success created',
    ])
    assert.deepEqual(visitor.faults, [])
    await visitor.leave()
  })

test('the React component is hydrated where the browser knows no declarative shadow roots', async () => {
  const visitor = await visit('/inert?lang=en')
  await waitForReact(visitor)
  await visitor.button.click()
  await waitForCall(visitor, '1 invalid email,gdpr_accept_terms')
  assert.equal(await visitor.page.locator('template').count(), 0)
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
})

test('the React component works without JavaScript, and records the consent that its slots show', async () => {
  const context = await browser.newContext({javaScriptEnabled: false})
  const visitor = new Visitor(await context.newPage())
  await visitor.page.goto(`${site.url}/server?lang=en`)
  assert.equal(await visitor.button.innerText(), 'Join us')
  assert.equal(
    await visitor.page.locator('[name="consent.terms"]').getAttribute('value'),
    'I accept the rules (/rules). Terms and conditions (/terms)',
  )
  await fillIn(visitor, 'plain@react.example')
  await visitor.button.click()
  await visitor.page.getByText('Thank you!').waitFor()
  const {email, tags, gdpr_accept_terms} = site.api.requests.at(-1)!.body
  assert.deepEqual([email, tags, gdpr_accept_terms], ['plain@react.example', ['one'], true])
  await visitor.leave()
})

test('no script for the browser contains what prerenders', () => {
  const names = [...site.scripts.keys()]
  assert.ok(names.length > 5)
  assert.deepEqual(
    names.filter(name => site.scripts.get(name)!.includes('prerender: slots: expected HTML')),
    [],
  )
})

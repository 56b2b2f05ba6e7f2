import assert from 'node:assert/strict'
import {beforeEach, describe, test} from 'node:test'
import {created, respond} from '../support/contact-api.ts'
import {useBrowser, type Visitor} from '../support/page/visitor.ts'
import {frameworks} from './support/apps.ts'
import {useSite} from './support/site.ts'
import {set, takeEvents, visit} from './support/staged.ts'

const browser = await useBrowser()
const site = await useSite()

beforeEach(() => void (site.api.answer = created))

/** Fills in the required fields. */
async function fillIn(visitor: Visitor, email: string): Promise<void> {
  await visitor.type('name_first', 'Ada')
  await visitor.type('email', email)
  await visitor.control('gdpr_accept_terms').check()
}

const emailOf = ({body}: {body: Record<string, unknown>}) => body.email

for (const framework of frameworks)
  describe(framework, () => {
    /** A test on the page that uses every feature of the tag. It fails if the page reported an error or a warning. */
    function onPage(what: string, act: (visitor: Visitor) => Promise<void>, query = ''): void {
      test(what, async () => {
        const visitor = await visit(browser, `${site.url}/${framework}/${query}#page`)
        await act(visitor)
        assert.deepEqual(visitor.faults, [])
        await visitor.leave()
      })
    }

    test('runs the README’s example', async () => {
      const visitor = await visit(browser, `${site.url}/${framework}/`)
      assert.equal(await visitor.button.innerText(), 'Join us')
      await visitor.button.click()
      await visitor.page.getByText('Please correct: email,gdpr_accept_terms').waitFor()
      await visitor.type('email', `example@${framework}.example`)
      await visitor.control('gdpr_accept_terms').check()
      await visitor.button.click()
      await visitor.page.getByText('Welcome! Status: created').waitFor()
      assert.deepEqual(visitor.faults, [])
      await visitor.leave()
    })

    onPage(
      'sets properties, attributes and slots',
      async visitor => {
        assert.equal(await visitor.button.innerText(), 'Join us')
        assert.deepEqual(
          await visitor.part('link').evaluateAll(links => links.map(link => (link as HTMLAnchorElement).pathname)),
          ['/terms', '/privacy'],
        )
        assert.equal(await visitor.control('name_last').count(), 0)
        assert.equal(await visitor.control('email').inputValue(), 'query@example.com')
        assert.ok(await visitor.page.getByText(/Written in/).isVisible())
      },
      '?email=query@example.com',
    )

    onPage('passes validation errors to the handler', async visitor => {
      await visitor.type('email', 'ada@')
      await visitor.button.click()
      assert.deepEqual(await takeEvents(visitor, 'invalid'), [
        ['invalid', {name_first: 'required', email: 'email_invalid', gdpr_accept_terms: 'terms_required'}],
      ])
    })

    onPage(
      'passes the contact and the success to the handlers',
      async visitor => {
        await fillIn(visitor, `ada@${framework}.example`)
        await visitor.button.click()
        const [submit, ...rest] = await takeEvents(visitor, 'success')
        assert.deepEqual(rest, [['success', 'created']])
        assert.partialDeepStrictEqual(submit, [
          'submit',
          {name_first: 'Ada', email: `ada@${framework}.example`, tags: ['one']},
        ])
        const {email, utm_source} = site.api.requests.at(-1)!.body
        assert.deepEqual([email, utm_source], [`ada@${framework}.example`, undefined])
      },
      '?utm_source=letter',
    )

    onPage('cancels a submission, and sends it later', async visitor => {
      await set(visitor, {hold: true})
      await fillIn(visitor, `held@${framework}.example`)
      await visitor.button.click()
      assert.deepEqual(
        (await takeEvents(visitor, 'submit')).map(([what]) => what),
        ['submit'],
      )
      await set(visitor, {hold: false})
      await visitor.button.click()
      assert.deepEqual(
        (await takeEvents(visitor, 'success')).map(([what]) => what),
        ['submit', 'success'],
      )
      assert.equal(site.api.requests.map(emailOf).filter(email => email === `held@${framework}.example`).length, 1)
    })

    onPage('passes a failure to the handler', async visitor => {
      site.api.answer = (_request, response) => respond(response, 401)
      await fillIn(visitor, `failed@${framework}.example`)
      await visitor.button.click()
      assert.deepEqual((await takeEvents(visitor, 'error')).at(-1), [
        'error',
        {code: 'upstream_misconfigured', status: 502},
      ])
    })

    onPage('changes properties of a form in use, and keeps its values', async visitor => {
      await visitor.type('email', 'ada@example.com')
      await set(visitor, {messages: {submit: 'Now then'}, fields: 'city email', termsUrl: '/other'})
      await visitor.page.getByRole('button', {name: 'Now then'}).waitFor()
      await visitor.control('city').waitFor()
      assert.equal(await visitor.control('email').inputValue(), 'ada@example.com')
      assert.match(String(await visitor.part('link').first().getAttribute('href')), /\/other$/)
    })

    onPage('does not replace a form in use if equal messages come in a new object', async visitor => {
      const form = await visitor.part('form').elementHandle()
      await set(visitor, {messages: {submit: 'Join us'}})
      await visitor.page.evaluate(
        () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      )
      assert.ok(await form!.evaluate(({isConnected}) => isConnected))
    })

    onPage('treats undefined as the default', async visitor => {
      await set(visitor, {messages: undefined, fields: undefined, termsUrl: undefined})
      await visitor.page.getByRole('button', {name: 'Sign up'}).waitFor()
      await visitor.control('name_last').waitFor()
      assert.equal(await visitor.part('link').count(), 1)
    })

    onPage('loads another language', async visitor => {
      await set(visitor, {messages: {}, lang: 'es'})
      await visitor.page.getByRole('button', {name: 'Suscribirse'}).waitFor()
    })

    onPage('loads the numbering plan of the phone', async visitor => {
      await visitor.type('phone', '+44 7700 900123')
      await visitor.page.keyboard.press('Tab')
      await visitor
        .part('hint-phone')
        .getByText(/Is this number correct/)
        .waitFor()
    })

    onPage('calls the form’s methods', async visitor => {
      await visitor.type('email', 'ada@example.com')
      await visitor.page.evaluate(() => stage.reset())
      await visitor.page.waitForFunction(
        input => (input as HTMLInputElement).value === '',
        await visitor.control('email').elementHandle(),
      )
    })

    onPage('removes the form and adds it again', async visitor => {
      await visitor.type('email', 'first@')
      for (const round of ['second', 'third']) {
        await set(visitor, {shown: false})
        await visitor.button.waitFor({state: 'detached'})
        await set(visitor, {shown: true})
        await visitor.page.getByRole('button', {name: 'Join us'}).waitFor()
        assert.equal(await visitor.control('email').inputValue(), '')
        await fillIn(visitor, `${round}@${framework}.example`)
        await visitor.button.click()
        assert.deepEqual(
          (await takeEvents(visitor, 'success')).map(([what]) => what),
          ['submit', 'success'],
        )
      }
    })
  })

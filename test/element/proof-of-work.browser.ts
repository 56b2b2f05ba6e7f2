import {assert} from 'chai'
import type {ContactSignupErrorEvent, ContactSignupSuccessEvent} from '../../src/index.ts'
import {arrivals, show, type Page} from '../support/page.ts'

const [tag, eager] = ['', 'proof-of-work'].map(
  attributes => `<contact-signup endpoint="/api/work" ${attributes}></contact-signup>`,
)
const [asked, refused, taken] = ['200 /api/work/challenge', '403 /api/work', '201 /api/work']

/** What the proxy has answered once it has answered. */
async function firstAnswers(page: Page): Promise<string[]> {
  return page.until(async () => {
    const {answers} = await arrivals()
    return answers.length > 0 && answers
  })
}

suite('proof of work', () => {
  test('is not even loaded where nobody asks for it', async () => {
    const page = await show() // the first form of this page: what is loaded stays loaded
    await page.fill()
    await page.submitted()
    const loaded = performance.getEntriesByType('resource').map(({name}) => name)
    assert.deepEqual(
      [(await arrivals()).answers, loaded.filter(name => /proof-of-work\.ts|altcha/.test(name))],
      [['201 /api/signup'], []],
    )
    assert.isNotEmpty(loaded.filter(name => name.includes('session.ts')))
  })

  test('is done when the proxy asks for it, under the same key, and the visitor sees no complaint', async () => {
    const page = await show(tag)
    await page.fill()
    const event = await page.submitted<ContactSignupSuccessEvent>()
    assert.equal(event.status, 'created')
    const {answers, keys, received} = await arrivals()
    assert.deepEqual(answers, [refused, asked, taken])
    assert.deepEqual([received.length, new Set(keys).size], [1, 1])
    assert.notProperty(received[0]!.contact, 'form_proof')
  })

  test('is done while the visitor types where the page says that it will be asked for', async () => {
    const page = await show(eager)
    await page.type('email', 'a')
    assert.deepEqual(await firstAnswers(page), [asked])
    await page.fill()
    await page.submitted()
    assert.deepEqual((await arrivals()).answers, [taken])
  })

  test('is done anew for the next lead of the same form', async () => {
    const page = await show(eager)
    for (const [email, answers] of [
      ['ada@example.com', [asked, taken]],
      ['grace@example.com', [refused, asked, taken]],
    ] as const) {
      await page.fill(email)
      await page.submitted()
      assert.deepEqual((await arrivals()).answers, [...answers])
      page.form.reset()
      await page.form.updateComplete
    }
  })

  test('is done anew where it is good for nothing any more', async () => {
    const page = await show(eager)
    await page.type('email', 'a')
    await firstAnswers(page)
    await fetch('/forget')
    await page.fill()
    const event = await page.submitted()
    assert.equal(event.type, 'contact-signup-success')
    assert.deepEqual((await arrivals()).answers, [refused, asked, taken])
  })

  for (const [when, markup] of [
    ['at submit', tag],
    ['while the visitor types', eager],
  ] as const)
    test(`is done at the next submit where it failed ${when}`, async () => {
      const page = await show(markup)
      const {fetch} = window
      window.fetch = (url, init) =>
        String(url).includes('challenge') ? Promise.reject(new TypeError('no network')) : fetch(url, init)
      await page.fill()
      const event = await page.submitted<ContactSignupErrorEvent>()
      window.fetch = fetch
      assert.deepEqual([event.type, event.code], ['contact-signup-error', 'offline'])
      assert.equal((await page.submitted()).type, 'contact-signup-success')
      assert.equal((await arrivals()).received.length, 1)
    })

  test('sends nothing any more where the form is reset meanwhile', async () => {
    const page = await show(tag)
    const {fetch} = window
    let release = () => {}
    const held = new Promise<void>(resolve => (release = resolve))
    window.fetch = async (url, init) => {
      if (String(url).includes('challenge')) await held
      return fetch(url, init)
    }
    await page.fill()
    const sent = page.form.submit()
    await firstAnswers(page)
    page.form.reset()
    release()
    assert.isFalse(await sent)
    window.fetch = fetch
    assert.equal(page.form.phase, 'editing')
    assert.deepEqual([(await arrivals()).received, page.text('status')], [[], ''])
  })

  test('says that it could not be sent where the challenge is none', async () => {
    const page = await show(tag)
    const {fetch} = window
    window.fetch = async (url, init) =>
      String(url).includes('challenge') ? new Response('<!doctype html>') : fetch(url, init)
    await page.fill()
    const event = await page.submitted<ContactSignupErrorEvent>()
    window.fetch = fetch
    assert.deepEqual([event.type, event.code], ['contact-signup-error', 'proof_required'])
  })

  test('keeps everything and says so where it cannot be done', async () => {
    const page = await show(tag)
    Object.defineProperty(crypto, 'subtle', {configurable: true, value: undefined}) // as on a page without TLS
    await page.fill()
    const event = await page.submitted<ContactSignupErrorEvent>()
    Reflect.deleteProperty(crypto, 'subtle')
    assert.deepEqual([event.type, event.code, event.status], ['contact-signup-error', 'proof_required', 403])
    assert.match(page.text('status'), /not reachable|try again|later/i)
    assert.equal(page.control('email').value, 'ada@example.com')
    assert.deepEqual((await arrivals()).received, [])
  })
})

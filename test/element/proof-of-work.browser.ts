import {assert} from 'chai'
import type {ContactSignupErrorEvent, ContactSignupSuccessEvent} from '../../src/index.ts'
import {arrivals, show, type Page} from '../support/page.ts'

const [lazy, eager] = ['', 'proof-of-work'].map(
  attributes => `<contact-signup endpoint="/api/work" ${attributes}></contact-signup>`,
)
const [challenged, refused, created] = ['200 /api/work/challenge', '403 /api/work', '201 /api/work']

/** The proxy's first responses. */
async function firstResponses(page: Page): Promise<string[]> {
  return page.until(async () => {
    const {answers} = await arrivals()
    return answers.length > 0 && answers
  })
}

suite('proof of work', () => {
  test('is not loaded if neither the page nor the proxy requires it', async () => {
    const page = await show() // the first form of this page, since modules stay loaded
    await page.fill()
    await page.submitted()
    const loaded = performance.getEntriesByType('resource').map(({name}) => name)
    assert.deepEqual(
      [(await arrivals()).answers, loaded.filter(name => /proof-of-work\.ts|altcha/.test(name))],
      [['201 /api/signup'], []],
    )
    assert.isNotEmpty(loaded.filter(name => name.includes('session.ts')))
  })

  test('is solved when the proxy requires it; the lead is then sent under the same key', async () => {
    const page = await show(lazy)
    await page.fill()
    const event = await page.submitted<ContactSignupSuccessEvent>()
    assert.equal(event.status, 'created')
    const {answers, keys, received} = await arrivals()
    assert.deepEqual(answers, [refused, challenged, created])
    assert.deepEqual([received.length, new Set(keys).size], [1, 1])
    assert.notProperty(received[0]!.contact, 'form_proof')
  })

  test('is solved while the visitor types if the `proof-of-work` attribute is set', async () => {
    const page = await show(eager)
    await page.type('email', 'a')
    assert.deepEqual(await firstResponses(page), [challenged])
    await page.fill()
    await page.submitted()
    assert.deepEqual((await arrivals()).answers, [created])
  })

  test('is solved again for the next lead of the same form', async () => {
    const page = await show(eager)
    for (const [email, responses] of [
      ['ada@example.com', [challenged, created]],
      ['grace@example.com', [refused, challenged, created]],
    ] as const) {
      await page.fill(email)
      await page.submitted()
      assert.deepEqual((await arrivals()).answers, [...responses])
      page.form.reset()
      await page.form.updateComplete
    }
  })

  test('is solved again if the proxy does not accept it any more', async () => {
    const page = await show(eager)
    await page.type('email', 'a')
    await firstResponses(page)
    await fetch('/forget')
    await page.fill()
    const event = await page.submitted()
    assert.equal(event.type, 'contact-signup-success')
    assert.deepEqual((await arrivals()).answers, [refused, challenged, created])
  })

  for (const [when, markup] of [
    ['at submit', lazy],
    ['while the visitor types', eager],
  ] as const)
    test(`is solved at the next submit if it failed ${when}`, async () => {
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

  test('keeps the lead from being sent if the form is reset meanwhile', async () => {
    const page = await show(lazy)
    const {fetch} = window
    let release = () => {}
    const held = new Promise<void>(resolve => (release = resolve))
    window.fetch = async (url, init) => {
      if (String(url).includes('challenge')) await held
      return fetch(url, init)
    }
    await page.fill()
    const sent = page.form.submit()
    await firstResponses(page)
    page.form.reset()
    release()
    assert.isFalse(await sent)
    window.fetch = fetch
    assert.equal(page.form.phase, 'editing')
    assert.deepEqual([(await arrivals()).received, page.text('status')], [[], ''])
  })

  test('fails with proof_required if the challenge is malformed', async () => {
    const page = await show(lazy)
    const {fetch} = window
    window.fetch = async (url, init) =>
      String(url).includes('challenge') ? new Response('<!doctype html>') : fetch(url, init)
    await page.fill()
    const event = await page.submitted<ContactSignupErrorEvent>()
    window.fetch = fetch
    assert.deepEqual([event.type, event.code], ['contact-signup-error', 'proof_required'])
  })

  test('fails with proof_required, and the form keeps its values, if the browser cannot solve it', async () => {
    const page = await show(lazy)
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

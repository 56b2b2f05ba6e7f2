import {assert} from 'chai'
import type {ContactSignupErrorEvent, ContactSignupSubmitEvent, ContactSignupSuccessEvent} from '../../src/index.ts'
import {arrivals, show, type Page} from '../support/page.ts'

suite('a submission', () => {
  test('brings the contact to the contact API, and the focus to the thank-you', async () => {
    const page = await show(
      '<contact-signup lang="en-GB" tags="one two" lists="news"><span slot="terms">I  agree\n to <b>all</b> of it.</span></contact-signup>',
    )
    await page.type('name_first', 'Ada')
    await page.type('name_last', 'Lovelace')
    await page.type('email', 'ada@example.com')
    await page.type('phone', '07400 123456')
    await page.tick('gdpr_accept_terms')
    await page.tick('gdpr_marketing_consent')
    const submitEvent = page.next<ContactSignupSubmitEvent>('contact-signup-submit')
    const event = await page.submitted<ContactSignupSuccessEvent>()
    assert.equal(event.type, 'contact-signup-success')
    assert.equal(event.status, 'created')
    const {contact: sent} = await submitEvent
    assert.deepEqual(sent.consent, {
      terms: 'I agree to all of it.',
      marketing: 'Yes, send me news and offers by email and phone. I can unsubscribe at any time.',
      page: location.origin + location.pathname,
      lang: 'en',
    })
    const {contact} = (await arrivals()).received[0]!
    const {gdpr_date, ...rest} = contact
    assert.match(String(gdpr_date), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    assert.deepEqual(rest, {
      name_first: 'Ada',
      name_last: 'Lovelace',
      email: 'ada@example.com',
      phone_countrycode: '44',
      phone_number: '7400123456',
      language: 'EN',
      tags: ['one', 'two'],
      list_subscriptions: [{list_id: 'news', subscribed: true}],
      gdpr_accept_terms: true,
      gdpr_marketing_consent: true,
      gdpr_remote_ip: '127.0.0.1',
    })
    assert.equal(page.form.phase, 'done')
    assert.isTrue(page.form.matches(':state(done)'))
    assert.equal(page.focused, page.part('success'))
    assert.isTrue(page.part('form')!.hidden)
    assert.exists(page.part('status')!.querySelector('[part=success]'))
  })

  test('subscribes to no list without marketing consent', async () => {
    const page = await show('<contact-signup lists="news"></contact-signup>')
    await page.fill()
    await page.submitted()
    const {contact} = (await arrivals()).received[0]!
    assert.notProperty(contact, 'list_subscriptions')
    assert.isFalse(contact.gdpr_marketing_consent)
  })

  test('contains values that a password manager set without an event', async () => {
    const page = await show()
    page.control('email').value = 'ada@example.com'
    ;(page.control('gdpr_accept_terms') as HTMLInputElement).checked = true
    assert.isTrue(await page.form.submit())
    assert.equal((await arrivals()).received[0]!.contact.email, 'ada@example.com')
  })

  test('is sent once on a double click, on Enter pressed twice, and on a call of submit() meanwhile', async () => {
    const page = await show()
    await page.fill('slow@example.com')
    const done = page.next('contact-signup-success')
    await page.submit()
    await page.submit()
    page.control('email').focus()
    await page.press('Enter')
    await page.press('Enter')
    void page.form.submit()
    assert.equal(page.form.phase, 'sending')
    assert.isTrue(page.form.matches(':state(sending)'))
    assert.equal(page.part('submit')!.getAttribute('aria-disabled'), 'true')
    assert.isFalse((page.part('submit') as HTMLButtonElement).disabled)
    assert.equal(page.text('status'), 'Sending…')
    await done
    const {received, keys} = await arrivals()
    assert.equal(received.length, 1)
    assert.equal(keys.length, 1)
  })

  test('is canceled by a page that cancels the submit event', async () => {
    const page = await show()
    await page.fill()
    page.form.addEventListener('contact-signup-submit', event => event.preventDefault())
    assert.isFalse(await page.form.submit())
    assert.equal(page.form.phase, 'editing')
    assert.deepEqual((await arrivals()).keys, [])
  })

  test('is followed by another after a reset, which removes all values of the first', async () => {
    const page = await show()
    await page.fill()
    await page.submitted()
    page.form.reset()
    await page.until(() => page.part('form'))
    assert.equal(page.control('email').value, '')
    assert.isFalse((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
    await page.fill('grace@example.com')
    await page.submitted()
    const {received} = await arrivals()
    assert.deepEqual(
      received.map(({contact}) => contact.email),
      ['ada@example.com', 'grace@example.com'],
    )
    assert.notEqual(received[0]!.key, received[1]!.key)
  })

  test('is sent after a reset although the last one is still on its way', async () => {
    const page = await show()
    const {fetch} = window
    let release = () => {}
    let first: Promise<Response> | undefined
    window.fetch = (...request) => {
      window.fetch = fetch
      first = new Promise<void>(resolve => (release = resolve)).then(() => fetch(...request))
      return first
    }
    await page.fill('first@example.com')
    await page.submit()
    await page.until(() => page.form.phase === 'sending' && first !== undefined)
    page.form.reset()
    await page.fill('second@example.com')
    const event = await page.submitted()
    assert.equal(event.type, 'contact-signup-success')
    release()
    await first
    assert.deepEqual(
      (await arrivals()).received.map(({contact}) => contact.email),
      ['second@example.com', 'first@example.com'],
    )
  })

  test('is canceled by a reset while its parts load, also if another follows at once', async () => {
    const page = await show('<contact-signup fields="email" consent=""></contact-signup>')
    const first = page.form.submit()
    page.form.reset()
    page.control('email').value = 'second@example.com'
    const second = page.form.submit()
    assert.deepEqual(await Promise.all([first, second]), [false, true])
    assert.equal((await arrivals()).keys.length, 1)
  })

  test('contains the page’s own controls as custom fields', async () => {
    const page = await show(`<contact-signup>
      <label slot="fields">Room <select name="room"><option value="">-</option><option value="sea">Sea</option></select></label>
      <label slot="fields"><input type="checkbox" name="pets" value="dog"> Dog</label>
    </contact-signup>`)
    await page.fill()
    page.form.querySelector('select')!.value = 'sea'
    await page.submitted()
    const {contact} = (await arrivals()).received[0]!
    assert.equal(contact.room, 'sea')
    assert.notProperty(contact, 'pets')
  })

  test('contains the campaign of the page’s URL with `attribution`, and leaves out parameters that the proxy does not allow', async () => {
    history.replaceState(null, '', '?utm_source=letter&utm_medium=paper')
    const page = await show('<contact-signup attribution></contact-signup>')
    await page.fill()
    const event = await page.submitted()
    history.replaceState(null, '', location.pathname)
    assert.equal(event.type, 'contact-signup-success')
    const {received, keys} = await arrivals()
    assert.equal(received[0]!.contact.utm_source, 'letter')
    assert.notProperty(received[0]!.contact, 'utm_medium')
    assert.equal(new Set(keys).size, 2)
  })

  test('contains what each of the words in `attribution` asks for, of which a framework may set true', async () => {
    history.replaceState(null, '', '?utm_source=letter')
    const page = await show()
    for (const value of [true, 'clicks'] as const) {
      page.form.attribution = value
      await page.fill()
      const submit = page.next<ContactSignupSubmitEvent>('contact-signup-submit')
      await page.submitted()
      assert.equal((await submit).contact.utm_source, value === true ? 'letter' : undefined)
      page.form.reset()
    }
    history.replaceState(null, '', location.pathname)
    page.form.setAttribute('attribution', '')
    assert.equal(page.form.attribution, '')
    page.form.removeAttribute('attribution')
    await page.form.updateComplete
    assert.isFalse(page.form.attribution)
  })
})

suite('a failure', () => {
  const responses = [
    ['answer-500', 'upstream_unknown', 504, /just now/],
    ['answer-401', 'upstream_misconfigured', 502, /just now/],
    ['answer-503', 'upstream_unavailable', 503, /just now/],
    ['answer-422', 'refused', 422, /could not be accepted/],
  ] as const
  for (const [local, code, status, words] of responses)
    test(`${status} ${code} is shown, and the form keeps its values`, async () => {
      const page = await show()
      await page.fill(`${local}@example.com`)
      const event = await page.submitted<ContactSignupErrorEvent>()
      assert.deepInclude(event, {type: 'contact-signup-error', code, status})
      assert.match(page.text('status'), words)
      assert.equal(page.form.phase, 'editing')
      assert.equal(page.control('email').value, `${local}@example.com`)
      assert.isTrue((page.control('gdpr_accept_terms') as HTMLInputElement).checked)
    })

  test('to reach the proxy is shown, and the visitor can submit again', async () => {
    const page = await show()
    await page.fill()
    page.form.endpoint = 'http://127.0.0.1:1/api/signup'
    const event = await page.submitted<ContactSignupErrorEvent>()
    assert.deepInclude(event, {code: 'offline', status: 0})
    assert.match(page.text('status'), /could not reach the server/)
    page.form.endpoint = '/api/signup'
    assert.equal((await page.submitted()).type, 'contact-signup-success')
  })

  test('is followed by attempts under the same key until a value changes', async () => {
    const page = await show()
    await page.fill('answer-500@example.com')
    await page.submitted()
    await page.submitted()
    page.control('email').focus()
    await page.press('End')
    await page.press('Backspace')
    await page.type('email', 'm')
    await page.type('name_first', 'lia')
    await page.submitted()
    const {keys} = await arrivals()
    assert.equal(keys.length, 3)
    assert.equal(keys[0], keys[1])
    assert.notEqual(keys[1], keys[2])
  })

  test('that may pass is retried automatically under the same key, and fires one error event', async () => {
    const page = await show()
    const fired: string[] = []
    for (const type of ['contact-signup-submit', 'contact-signup-error'])
      page.form.addEventListener(type, () => fired.push(type))
    await page.fill('busy@example.com')
    await page.submitted()
    assert.match(page.text('status'), /just now.*keep trying automatically/)
    const arrived = page.next<ContactSignupSuccessEvent>('contact-signup-success')
    assert.equal((await arrived).status, 'created')
    assert.equal(page.form.phase, 'done')
    assert.deepEqual(fired, ['contact-signup-submit', 'contact-signup-error'])
    const {received, keys} = await arrivals()
    assert.deepEqual([received.length, keys.length, new Set(keys).size], [2, 2, 1])
  })

  test('is retried as soon as the browser is online, and leaves the focus where it is', async () => {
    const page = await show('<contact-signup></contact-signup><button>Elsewhere</button>')
    await page.fill('busy@example.com')
    await page.submitted()
    document.querySelector('button')!.focus()
    const arrived = page.next('contact-signup-success')
    const startedAt = performance.now()
    dispatchEvent(new Event('online'))
    await arrived
    assert.isBelow(performance.now() - startedAt, 1500, 'sooner than after the first delay')
    assert.equal(document.activeElement, document.querySelector('button'))
  })

  test('by an error of the page’s own control is said, and the visitor can submit again', async () => {
    const page = await show('<contact-signup><input slot="fields" name="room"></contact-signup>')
    const room = document.querySelector<HTMLInputElement>('[name=room]')!
    Object.defineProperty(room, 'validity', {
      configurable: true,
      get() {
        throw new Error('of the page')
      },
    })
    await page.fill()
    const event = await page.submitted<ContactSignupErrorEvent>()
    assert.deepInclude(event, {code: 'internal_error', status: 0})
    assert.equal(page.form.phase, 'editing')
    assert.match(page.text('status'), /could not process/)
    delete (room as {validity?: unknown}).validity
    assert.equal((await page.submitted()).type, 'contact-signup-success')
  })

  test('is not retried once the visitor edits something', async () => {
    const page = await show()
    await page.fill('answer-500@example.com')
    await page.submitted()
    await page.type('name_last', 'L')
    await page.until(() => !/automatically/.test(page.text('status')))
    assert.match(page.text('status'), /just now/)
    dispatchEvent(new Event('online'))
    await page.submitted()
    assert.equal((await arrivals()).keys.length, 2)
  })

  test('is not retried while the form is removed, even if that happens during an attempt, and again once it is inserted', async () => {
    const page = await show()
    const {fetch, setTimeout: originalSetTimeout} = window
    try {
      await page.fill('answer-500@example.com')
      await page.submitted()
      const started = new Promise<void>(
        resolve => (window.fetch = async (...request) => (resolve(), fetch(...request))),
      )
      let end = () => {}
      const ended = new Promise<void>(resolve => (end = resolve))
      const {json} = Response.prototype
      Response.prototype.json = function () {
        return json.call(this).finally(end)
      }
      dispatchEvent(new Event('online'))
      await started
      const parent = page.form.parentElement!
      page.form.remove()
      const delays: unknown[] = []
      window.setTimeout = ((run: TimerHandler, time?: number) => (
        delays.push(time),
        originalSetTimeout(run, time)
      )) as typeof setTimeout
      await ended
      Response.prototype.json = json
      await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      assert.deepEqual(
        delays.filter(time => Number(time) >= 1500),
        [],
        'no other attempt is scheduled',
      )
      parent.append(page.form)
      assert.equal(delays.filter(time => Number(time) >= 1500).length, 1)
    } finally {
      Object.assign(window, {fetch, setTimeout: originalSetTimeout})
    }
  })

  test('because of the values is not retried', async () => {
    const page = await show()
    await page.fill('answer-422@example.com')
    await page.submitted()
    assert.notMatch(page.text('status'), /by ourselves/)
  })
})

suite('the success URL after a retry', () => {
  teardown(() => history.replaceState(null, '', location.pathname + location.search))

  /** Fails to send, moves the focus, and sends again. */
  async function retry(move: (page: Page) => void): Promise<Page> {
    const page = await show(
      '<input id="other"><contact-signup fields="email" consent="" success-url="#thanks"></contact-signup>',
    )
    await page.type('email', 'ada@example.com')
    const {fetch} = window
    window.fetch = () => Promise.reject(new TypeError('offline'))
    await page.submitted()
    window.fetch = fetch
    move(page)
    const sent = page.next('contact-signup-success')
    dispatchEvent(new Event('online'))
    await sent
    await page.form.updateComplete
    return page
  }

  const moves: [title: string, move: (page: Page) => void][] = [
    ['the focus is in the form', page => page.control('email').focus()],
    ['the focus is on nothing', page => (page.focused as HTMLElement | null)?.blur()],
  ]
  for (const [title, move] of moves)
    test(`is opened if ${title}`, async () => {
      const page = await retry(move)
      await page.until(() => location.hash === '#thanks')
    })

  test('is not opened while the visitor is in another field of the page', async () => {
    const done: Promise<unknown>[] = []
    document.body.addEventListener(
      'contact-signup-success',
      event => done.push((event as ContactSignupSuccessEvent).listenersDone),
      {once: true},
    )
    await retry(() => document.getElementById('other')!.focus())
    await done[0]
    await new Promise(requestAnimationFrame)
    assert.equal(location.hash, '')
    assert.equal(document.activeElement?.id, 'other')
  })
})

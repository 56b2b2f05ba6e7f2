import {assert} from 'chai'
import type {ContactSignup, ContactSignupErrorEvent, ContactSignupSuccessEvent} from '../../src/index.ts'
import {arrivals, Page} from '../support/page.ts'

const every = '/(?:chunks|retry)/'
const british =
  '<contact-signup endpoint="/api/signup" fields="name_first email phone" country="GB" terms-url="/terms"></contact-signup>'

/** Makes the server respond with 404 to requests for scripts whose paths match. */
const lose = (pattern: string, times?: number) =>
  fetch(`/lose?${new URLSearchParams({pattern, ...(times && {times: String(times)})})}`)
const hold = (pattern: string) => fetch(`/hold?${new URLSearchParams({pattern})}`)
const release = () => lose('')
const requested = async () => (await fetch('/requested')).json() as Promise<string[]>

/** Each visit has addresses of its own, of which the browser has nothing in its cache. */
let visits = 0

/**
 * Opens a page with the built script in a frame, which loads each script anew: within a page, Firefox keeps what has
 * failed. Events are dispatched, since real keys do not reach a frame in every engine.
 */
async function visit(markup = british): Promise<Visit> {
  document.body.innerHTML = '<iframe src="/blank" style="width: 700px; height: 560px"></iframe>'
  const frame = document.querySelector('iframe')!
  await new Promise(resolve => frame.addEventListener('load', resolve, {once: true}))
  const window = frame.contentWindow as Window & typeof globalThis
  Object.defineProperty(window.navigator, 'onLine', {value: true, configurable: true}) // the machine may have no network of its own
  window.document.body.innerHTML = markup
  const script = Object.assign(window.document.createElement('script'), {
    type: 'module',
    src: `/visit-${(visits += 1)}/dist/contact-signup.js`,
  })
  window.document.head.append(script)
  const form = window.document.querySelector('contact-signup')!
  const page = new Visit(form, window)
  await page.until(() => form.shadowRoot?.querySelector('button'))
  await arrivals()
  return page
}

class Visit extends Page {
  readonly window: Window & typeof globalThis
  /** The bodies of the requests to the proxy. */
  readonly bodies: Record<string, unknown>[] = []

  constructor(form: ContactSignup, window: Window & typeof globalThis) {
    super(form)
    this.window = window
    const {fetch} = window
    window.fetch = async (url, init) => {
      this.bodies.push(JSON.parse(String(init!.body)) as Record<string, unknown>)
      return fetch(url, init)
    }
  }

  enter(name: string, text: string): void {
    const control = this.control(name)
    control.dispatchEvent(new FocusEvent('focusin', {bubbles: true, composed: true}))
    for (const key of text) {
      control.value += key
      control.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}))
    }
  }

  check(name: string): void {
    ;(this.control(name) as HTMLInputElement).checked = true
    this.control(name).dispatchEvent(new Event('change', {bubbles: true, composed: true}))
  }

  fillIn(email = 'ada@example.com'): void {
    this.enter('name_first', 'Ada')
    this.enter('email', email)
    this.check('gdpr_accept_terms')
  }

  /** Submits and waits for the event. */
  async submits<T extends Event>(event: 'success' | 'error' | 'invalid'): Promise<T> {
    const ended = this.next<T>(`contact-signup-${event}`)
    this.part('submit')!.click()
    const fired = await ended
    await new Promise(requestAnimationFrame) // until the form can be submitted again
    return fired
  }

  goesOffline(): void {
    Object.defineProperty(this.window.navigator, 'onLine', {value: false, configurable: true})
  }

  /** @param firesEvent whether the browser fires its event */
  comesOnline(firesEvent = true): void {
    Object.defineProperty(this.window.navigator, 'onLine', {value: true, configurable: true})
    if (firesEvent) this.window.dispatchEvent(new Event('online'))
  }
}

teardown(release)

suite('a late script that fails once', () => {
  for (const name of ['contact', 'interaction', 'session', 'phone-field'])
    test(`costs nothing if it is ${name}`, async () => {
      await lose(`${every}${name}-`, 1)
      const page = await visit()
      page.enter('phone', '07400 123456')
      page.fillIn('ada@')
      await page.submits('invalid')
      assert.include(page.text('summary'), 'email')
      page.enter('email', 'example.com')
      await page.submits('success')
      const {phone_countrycode, phone_number} = (await arrivals()).received[0]!.contact
      assert.deepEqual([phone_countrycode, phone_number], ['44', '7400123456'])
      assert.isTrue((await requested()).some(path => path.includes(`/retry/${name}-`)))
    })

  test('costs nothing if the folder of the chunks is blocked for good', async () => {
    await lose('/chunks/')
    const page = await visit()
    page.fillIn('ada@')
    await page.submits('invalid')
    page.enter('email', 'example.com')
    assert.equal((await page.submits<ContactSignupSuccessEvent>('success')).status, 'created')
  })
})

suite('a late script that is missing', () => {
  test('is not requested at every key', async () => {
    await lose(`${every}session-`)
    const page = await visit()
    page.enter('name_first', 'Ada')
    await page.until(async () => (await requested()).length === 2)
    for (const key of ' Augusta Lovelace') {
      page.enter('name_first', key)
      await new Promise(requestAnimationFrame)
    }
    assert.equal((await requested()).length, 2)
  })

  for (const when of ['submit', 'the next key once the browser is online again'])
    test(`is requested again at ${when}`, async () => {
      await lose(`${every}session-`)
      const page = await visit()
      page.goesOffline()
      page.enter('email', 'ada@')
      await page.until(async () => (await requested()).length === 1)
      await release()
      page.comesOnline(when !== 'submit')
      if (when === 'submit') await page.submits('invalid')
      else page.enter('email', 'x')
      await page.until(() => page.part('suggestion')) // of the session
    })
})

suite('a country that was typed and not chosen', () => {
  test('is not taken for the initial one if the picker is missing: the form asks for it', async () => {
    await lose(`${every}country-picker-`)
    const page = await visit()
    page.fillIn()
    page.enter('phone', '0781234567')
    page.search.dispatchEvent(new FocusEvent('focusin', {bubbles: true, composed: true}))
    page.search.value = 'Switzerland'
    page.search.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}))
    const {issues} = await page.submits<Event & {issues: object}>('invalid')
    assert.deepEqual({...issues}, {phone: 'phone_country_missing'})
    page.control('phone').value = ''
    page.enter('phone', '+41 78 123 45 67')
    await page.submits('success')
    assert.equal((await arrivals()).received[0]!.contact.phone_countrycode, '41')
  })
})

suite('without any late script', () => {
  setup(() => lose(every))

  test('a form is sent, with the same consent and values as with all of them', async () => {
    const markup = `<contact-signup endpoint="/api/signup" lists="news" tags="one, two" terms-url="/terms" country="GB"
      fields="name_first email phone born_date gender zip">
      <span slot="marketing">Send me <b>news</b> by <a href="/post">post</a>
        <i hidden>not</i></span>
      <label slot="fields">Room <input name="room" required></label>
      <label slot="fields"><input type="checkbox" name="pets"> Pets</label></contact-signup>`
    const bodies: Record<string, unknown>[] = []
    for (const lost of [every, '']) {
      await lose(lost)
      const page = await visit(markup)
      page.fillIn()
      page.enter('phone', '07400 123456')
      page.check('gdpr_marketing_consent')
      for (const input of page.form.querySelectorAll('input')) Object.assign(input, {value: 'sea', checked: true})
      page.form.querySelector<HTMLInputElement>('[name=pets]')!.removeAttribute('value')
      await page.until(() => lost || page.part('hint-phone')!.innerText.includes('For example'))
      const event = await page.submits<ContactSignupSuccessEvent>('success')
      assert.equal(event.status, 'created')
      assert.deepEqual([page.form.phase, page.focused], ['done', page.part('success')])
      assert.include(page.text('success'), 'Thank you!')
      const {gdpr_date, ...contact} = (await arrivals()).received[0]!.contact
      assert.isString(gdpr_date)
      bodies.push({contact, consent: page.bodies.at(-1)!.consent})
    }
    assert.deepEqual(bodies[0], bodies[1])
    assert.include(JSON.stringify(bodies[0]), 'Send me news by post (http')
    assert.include(JSON.stringify(bodies[0]), 'Terms and conditions (http')
  })

  test('the browser’s own constraints decide first', async () => {
    const page = await visit('<contact-signup endpoint="/api/signup" fields="email*"></contact-signup>')
    page.check('gdpr_accept_terms')
    assert.isFalse(await page.form.submit())
    assert.deepEqual([page.form.phase, page.text('status'), page.bodies], ['editing', '', []])
  })

  test('Enter in a field of the page submits the form, and not the one around it', async () => {
    const field = british.replace('></', '><input slot="fields" name="room"></')
    const page = await visit(`<form>${field}<button>Outer</button></form>`)
    const room = page.form.querySelector('input')!
    const event = new page.window.KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true})
    page.fillIn()
    const sent = page.next('contact-signup-success')
    assert.isFalse(room.dispatchEvent(event), 'the browser’s own submission is prevented')
    await sent
  })

  test('a wording that is too long does not cost the lead', async () => {
    const page = await visit(british.replace('></', `><div slot="terms">${'Terms. '.repeat(600)}</div></`))
    page.fillIn()
    assert.isTrue(await page.form.submit())
    assert.lengthOf((await arrivals()).received, 1)
  })

  test('a required field of the page is asked for', async () => {
    const page = await visit(british.replace('></', '><input slot="fields" name="room" required></'))
    page.fillIn()
    assert.isFalse(await page.form.submit())
    assert.deepEqual(page.bodies, [])
  })

  for (const [email, code, status] of [
    ['ada@example', 'contact_invalid', 422],
    ['answer-422@example.com', 'refused', 422],
  ] as const)
    test(`a form that the proxy refuses as ${code} says so, and keeps what was typed`, async () => {
      const page = await visit()
      page.fillIn(email)
      const event = await page.submits<ContactSignupErrorEvent>('error')
      assert.deepInclude(event, {code, status})
      assert.match(page.text('status'), /could not be accepted/)
      assert.deepEqual([page.form.phase, page.control('email').value], ['editing', email])
      if (code === 'contact_invalid') assert.equal(page.focused, page.control('email'))
    })

  test('what the proxy does not allow is left out', async () => {
    const own = '><input slot="fields" name="shoe" value="9"></'
    const page = await visit(british.replace('<contact-signup', '<contact-signup tags="unknown"').replace('></', own))
    page.fillIn()
    await page.submits('success')
    const {contact} = (await arrivals()).received[0]!
    assert.equal(contact.email, 'ada@example.com')
    assert.notProperty(contact, 'shoe')
  })

  test('the page can cancel a submission', async () => {
    const page = await visit()
    page.form.addEventListener('contact-signup-submit', event => event.preventDefault())
    page.fillIn()
    assert.isFalse(await page.form.submit())
    assert.deepEqual([page.form.phase, page.bodies], ['editing', []])
  })

  test('several values of one name become one line, and disabled controls are left out', async () => {
    const own = `<fieldset slot="fields"><input type="checkbox" name="pets" value="dog" checked>
      <input type="checkbox" name="pets" value="cat" checked><input type="checkbox" name="pets" value="owl">
      <input name="room" value="sea" disabled><button name="room" value="x"></button></fieldset>`
    const page = await visit(british.replace('></', `>${own}</`))
    page.fillIn()
    await page.submits('success')
    assert.deepEqual([page.bodies[0]!.pets, page.bodies[0]!.room], ['dog, cat', undefined])
  })

  test('own fields named tags and list_ids add to those of the tag, lists only with consent', async () => {
    const own = `<div slot="fields"><input type="checkbox" name="tags" value="two" checked>
      <select name="list_ids" multiple><option selected>news</select></div>`
    for (const hasConsent of [false, true]) {
      const page = await visit(british.replace('></', ` tags="one">${own}</`))
      page.fillIn()
      if (hasConsent) page.control('gdpr_marketing_consent').click()
      await page.submits('success')
      const {tags, list_ids} = page.bodies[0]!
      assert.deepEqual([tags, list_ids], [['one', 'two'], hasConsent ? ['news'] : []])
    }
  })

  test('a country that was typed without its list is not taken for the initial one', async () => {
    const page = await visit()
    page.fillIn()
    page.enter('phone', '0781234567')
    page.search.value = 'Switzerland'
    assert.equal((await page.submits<ContactSignupErrorEvent>('error')).code, 'contact_invalid')
    page.search.value = 'CH'
    await page.submits('success')
    assert.equal((await arrivals()).received[0]!.contact.phone_countrycode, '41')
  })

  test('the same contact keeps its idempotency key, and a changed one gets another', async () => {
    const page = await visit()
    page.fillIn('answer-500@example.com')
    for (const more of ['', '', 'x']) {
      page.enter('name_first', more)
      await page.submits('error')
    }
    const {keys} = await arrivals()
    assert.deepEqual([keys.length, keys[0] === keys[1], keys[1] === keys[2]], [3, true, false])
  })

  test('another server’s response is no success', async () => {
    const page = await visit()
    page.fillIn()
    page.window.fetch = async () => new page.window.Response('{"status": "created"}')
    const event = await page.submits<ContactSignupErrorEvent>('error')
    assert.deepInclude(event, {code: 'offline', status: 200})
  })

  test('the page’s success URL is opened', async () => {
    const page = await visit(british.replace('<contact-signup', '<contact-signup success-url="/blank?done"'))
    page.fillIn()
    await page.submits('success')
    await page.until(() => page.window.location.search === '?done')
  })

  test('a reset form can be sent again', async () => {
    const page = await visit()
    page.fillIn()
    await page.submits('success')
    page.form.reset()
    await page.form.updateComplete
    assert.equal(page.control('email').value, '')
    page.fillIn('grace@example.com')
    await page.submits('success')
    assert.equal((await arrivals()).received.length, 2)
  })
})

suite('a form that was submitted without network', () => {
  /** Loses every script and the proxy. */
  const submitOffline = async () => {
    await lose(every)
    const page = await visit()
    page.goesOffline()
    page.form.endpoint = 'http://127.0.0.1:1/api/signup'
    page.fillIn()
    const event = await page.submits<ContactSignupErrorEvent>('error')
    assert.deepInclude(event, {code: 'offline', status: 0})
    assert.match(page.text('status'), /could not reach the server/)
    await release()
    page.form.endpoint = '/api/signup'
    return page
  }

  test('is sent by itself once the browser is online, and leaves the focus where it is', async () => {
    const page = await submitOffline()
    const elsewhere = document.createElement('button')
    document.body.append(elsewhere)
    elsewhere.focus()
    const sent = page.next('contact-signup-success')
    page.comesOnline()
    await sent
    assert.equal(document.activeElement, elsewhere)
    assert.equal((await arrivals()).received.length, 1)
  })

  for (const change of ['an edit', 'a reset'])
    test(`is not sent by itself after ${change}`, async () => {
      const page = await submitOffline()
      if (change === 'an edit') page.enter('name_first', 'x')
      else page.form.reset()
      page.comesOnline()
      await page.form.updateComplete
      assert.deepEqual([page.form.phase, (await arrivals()).keys], ['editing', []])
    })
})

suite('while a form is being sent', () => {
  const labelled = british.replace('></', '><b slot="submit">Join us</b></')
  const lookOf = (page: Visit) => {
    const {opacity, cursor} = page.window.getComputedStyle(page.part('submit')!)
    return [page.text('submit'), page.text('status'), opacity, cursor]
  }

  for (const [when, held] of [
    ['before its late scripts have come', every],
    ['afterwards', ''],
  ] as const)
    test(`the button and the status say so, ${when}, with a label of the page’s too`, async () => {
      await hold(held)
      const page = await visit(labelled)
      page.fillIn('slow@example.com')
      if (!held) await page.until(() => page.part('suggestion'))
      const sent = page.next('contact-signup-success')
      page.part('submit')!.click()
      await page.form.updateComplete
      assert.deepEqual(lookOf(page), ['Sending…', 'Sending…', '0.85', 'progress'])
      const label = page.form.querySelector('b')!
      assert.equal(label.getClientRects().length, 0)
      const spoken = page.part('status')!.querySelector('span')!
      assert.include(page.window.getComputedStyle(spoken).clipPath, 'inset(50%')
      await release()
      await sent
    })
})

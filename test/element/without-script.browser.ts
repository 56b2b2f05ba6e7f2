import {assert} from 'chai'
import {arrivals, show} from '../support/page.ts'
import {openPrerendered, type PrerenderedPage} from '../support/page/prerendered-page.ts'
import type {PrerenderOptions} from '../../src/prerender/index.ts'

/** A frame in which no script runs: only the test's, from outside. */
const noScript = 'allow-forms allow-same-origin'
const everything = 'name_first* name_last email phone city region zip country full_address born_date gender'
const lists = {tags: 'one, two', lists: 'news'}

const open = (options: PrerenderOptions) => openPrerendered([options], noScript)

const values: [name: string, value: string][] = [
  ['name_first', ' Ada '],
  ['name_last', 'O’Brien'],
  ['email', 'ada@example.com'],
  ['phone_country', 'GB'],
  ['phone', '(07400) 123-456'],
  ['city', 'London'],
  ['region', ''],
  ['zip', 'N1 9GU'],
  ['country', 'FR'],
  ['full_address', '1 Road\nUpper floor'],
  ['born_date', '1990-02-28'],
  ['gender', 'FEMALE'],
]

/** The only contact that has arrived, without what depends on the time. */
async function arrived(page: PrerenderedPage | Awaited<ReturnType<typeof show>>): Promise<Record<string, unknown>> {
  const contacts: Record<string, unknown>[] = []
  await page.until(async () => {
    contacts.push(...(await arrivals()).received.map(({contact}) => contact))
    return contacts.length > 0
  })
  assert.lengthOf(contacts, 1)
  const {gdpr_date, ...contact} = contacts[0]!
  assert.isString(gdpr_date)
  return contact
}

test('shows a select for the phone’s country in place of the combobox', async () => {
  const page = await open({attributes: {country: 'DE'}})
  const select = page.control('phone_country')
  const label = page.root.querySelector('label[for=phone_country_code]')!
  assert.deepEqual([select.checkVisibility(), page.search.checkVisibility()], [true, false])
  assert.equal(label.textContent, 'Country code')
  assert.isAbove(select.getBoundingClientRect().width, 100)
  assert.equal(select.value, 'DE')
})

test('sends the same contact as with the script', async () => {
  const attributes = {...lists, fields: everything, countries: 'GB DE'}
  const page = await open({attributes, slots: '<span slot="terms">I <b>agree</b>.</span>'})
  for (const [name, value] of values) page.control(name).value = value
  for (const name of ['gdpr_accept_terms', 'gdpr_marketing_consent']) page.check(name)
  page.part('submit')!.click()
  const without = await arrived(page)

  const scripted = await show(
    `<contact-signup fields="${everything}" countries="GB DE" tags="one, two" lists="news"><span slot="terms">I <b>agree</b>.</span></contact-signup>`,
  )
  for (const [name, value] of values)
    if (name.endsWith('country')) await scripted.choose(name, value)
    else {
      scripted.control(name).focus()
      scripted.control(name).value = value
      scripted.control(name).dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}))
    }
  for (const name of ['gdpr_accept_terms', 'gdpr_marketing_consent'] as const) await scripted.tick(name)
  // Another e-mail, since the same contact is one lead.
  scripted.control('email').value = 'eva@example.com'
  await scripted.submit()
  assert.deepEqual(await arrived(scripted), {...without, email: 'eva@example.com'})
})

test('lets the browser check its own constraints', async () => {
  const page = await open({attributes: {fields: 'name_first* email*'}})
  const form = page.root.querySelector('form')!
  assert.isFalse(form.noValidate)
  page.control('email').value = 'nonsense'
  page.part('submit')!.click()
  assert.deepEqual(
    ['name_first', 'email', 'gdpr_accept_terms', 'gdpr_marketing_consent'].map(
      name => page.control(name).validity.valid,
    ),
    [false, false, false, true],
  )
  page.control('name_first').value = 'Ada'
  page.control('email').value = 'native@example.com'
  page.check('gdpr_accept_terms')
  page.part('submit')!.click()
  assert.equal((await arrived(page)).email, 'native@example.com')
})

test('subscribes to a list only with marketing consent, and sends no country without a number', async () => {
  const page = await open({attributes: {...lists, country: 'DE'}})
  page.control('email').value = 'lists@example.com'
  page.check('gdpr_accept_terms')
  page.part('submit')!.click()
  const contact = await arrived(page)
  assert.notProperty(contact, 'list_subscriptions')
  assert.notProperty(contact, 'phone_countrycode')
  assert.deepEqual(contact.tags, ['one', 'two'])
})

test('reads a number with a calling code by that, whatever country is chosen', async () => {
  const page = await open({attributes: {country: 'DE'}})
  page.control('phone').value = '+43 664 1234567'
  page.check('gdpr_accept_terms')
  page.part('submit')!.click()
  const {phone_countrycode, phone_number} = await arrived(page)
  assert.deepEqual([phone_countrycode, phone_number], ['43', '6641234567'])
})

test('comes back with all that was typed and the errors beside the fields, and can be sent then', async () => {
  const page = await open({
    attributes: {fields: 'name_first email phone', lang: 'de', 'terms-url': '/agb'},
    slots: '<span slot="terms">Ja, ich will.</span>',
  })
  page.control('name_first').value = 'Ada "<b>'
  page.control('phone').value = '0664 1234567'
  page.check('gdpr_accept_terms')
  const again = await postAgain(page)
  assert.equal(again.control('name_first').value, 'Ada "<b>')
  assert.equal(again.control('phone').value, '0664 1234567')
  assert.isTrue((again.control('gdpr_accept_terms') as HTMLInputElement).checked)
  assert.isFalse((again.control('gdpr_marketing_consent') as HTMLInputElement).checked)
  assert.equal(again.control('phone').getAttribute('aria-invalid'), 'true')
  assert.match(again.error('phone'), /Land/)
  assert.include(again.text('consent-text'), 'Ja, ich will.')
  assert.equal(again.root.querySelector('a')!.href, `${location.origin}/agb`)
  const select = again.control('phone_country') as HTMLSelectElement
  assert.isAbove(select.options.length, 240)
  assert.deepEqual([select.getAttribute('aria-invalid'), select.autofocus], ['true', true])
  select.value = 'AT'
  again.part('submit')!.click()
  const {phone_countrycode, name_first} = await arrived(again)
  assert.deepEqual([phone_countrycode, name_first], ['43', 'Ada "<b>'])
})

/** Posts a form as the browser does, and shows the answer in a frame without script; the proxy forbids others to frame it. */
async function postAgain(page: PrerenderedPage): Promise<PrerenderedPage> {
  const form = page.root.querySelector('form')!
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))
  const response = await fetch(form.action, {method: 'POST', body})
  assert.equal(response.status, 422)
  const frame = document.querySelector('iframe')!
  const loaded = new Promise(resolve => frame.addEventListener('load', resolve, {once: true}))
  frame.srcdoc = await response.text()
  await loaded
  const window = frame.contentWindow as Window & typeof globalThis
  window.document.querySelector('contact-signup')!.shadowRoot!.querySelector('form')!.action = form.action // its own URL
  return new (page.constructor as typeof PrerenderedPage)(window.document.querySelector('contact-signup')!, window)
}

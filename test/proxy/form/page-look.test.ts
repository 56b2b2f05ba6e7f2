import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {suite, test} from 'node:test'
import {startContactApi} from '../../support/contact-api.ts'
import {readHtmlForm} from '../../support/html-form.ts'
import {filled, submit} from '../../support/plain-form.ts'
import {proxyFor} from '../../support/proxy.ts'

async function pageFor(fields: Record<string, string>) {
  await using api = await startContactApi()
  const response = await proxyFor(api)(submit(fields))
  return {response, ...readHtmlForm(await response.clone().text())}
}

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

suite('the page that responds to a form without JavaScript', () => {
  for (const [title, fields] of [
    ['after success', filled],
    ['after an error', {...filled, email: ''}],
  ] as const)
    test(`may use its own styles and nothing else, ${title}`, async () => {
      const {response, styles} = await pageFor(fields)
      assert.equal(styles.length, 1)
      assert.equal(
        response.headers.get('content-security-policy'),
        `default-src 'none'; style-src ${sha256(styles[0]!)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      assert.equal(response.headers.get('referrer-policy'), 'no-referrer')
      assert.doesNotMatch(await response.text(), /<script|style=|<img|<link/)
    })

  test('has the title of its heading after success', async () => {
    const {title, heading, text} = await pageFor(filled)
    assert.deepEqual([title, heading, text], [heading, '¡Muchas gracias!', 'Hemos recibido sus datos correctamente.'])
  })

  test('begins its title with what is wrong', async () => {
    const {title, heading, text} = await pageFor({...filled, 'consent.lang': 'en', email: '', name_first: 'x\ny'})
    assert.deepEqual([title, heading], ['Please check your details – Sign up', 'Please check your details'])
    assert.deepEqual(text.split('\n'), [
      'Please enter an email address or a phone number.',
      'Please use only letters, digits and common signs in “First name”.',
    ])
  })

  test('begins its title with why the form could not be sent, which no check of the details helps', async () => {
    await using api = await startContactApi((_request, response) => response.writeHead(503).end())
    const {title, heading, text} = readHtmlForm(
      await (await proxyFor(api)(submit({...filled, 'consent.lang': 'en'}))).text(),
    )
    assert.deepEqual([title, heading], [`${text} – Sign up`, 'Sign up'])
    assert.match(text, /^We could not process your sign-up just now\./)
  })

  test('is written from right to left in Arabic', async () => {
    const {response} = await pageFor({...filled, 'consent.lang': 'ar'})
    assert.match(await response.text(), /^<!doctype html><html lang="ar" dir="rtl">/)
  })
})

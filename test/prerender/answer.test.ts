import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import type {Issue} from '../../src/contact/issues.ts'
import german from '../../src/messages/de.ts'
import {prerenderAnswer, type RefusedForm} from '../../src/prerender/answer.ts'
import {attributeOf, optionsOf, parseTag, selectedOf, textOf, type ParsedTag} from '../support/parsed-tag.ts'

const fields = 'name_first email* phone full_address country born_date gender*'
const prerendered = {attributes: {fields, country: 'GB', 'terms-url': '/terms'}, lang: 'de'}
const issue = (field: string, code: Issue['code']): Issue => ({field, code})

async function answer(changes: Partial<RefusedForm> = {}): Promise<ParsedTag & {html: string; styles: string}> {
  const form = {prerendered, values: {}, issues: [], action: '/api/signup', ...changes}
  const {html, styles} = await prerenderAnswer(form)
  return {...parseTag(html), html, styles}
}

const valueOf = ({controls}: ParsedTag, name: string) => attributeOf(controls[name], 'value')
const byId = ({shadow}: ParsedTag, id: string) => shadow.find(element => attributeOf(element, 'id') === id)

suite('prerenderAnswer', () => {
  test('renders the form again, in its language, with its attributes', async () => {
    const form = await answer()
    assert.deepEqual(form.attributes, {lang: 'de'})
    const names = fields.replaceAll('*', '').split(' ')
    assert.deepEqual(
      Object.keys(form.controls).filter(name => names.includes(name)),
      names,
    )
    assert.equal(textOf(form.part('label-name_first')), 'Vorname (optional)')
    assert.equal(textOf(form.part('submit')).trim(), 'Anmelden')
  })

  test('returns the text of its style element', async () => {
    const {styles, shadow} = await answer()
    assert.deepEqual(shadow.filter(({tagName}) => tagName === 'style').map(textOf), [styles])
    assert.match(styles, /\[aria-invalid='true'\]/)
  })

  test('posts to the given URL, whatever the form has been posted from', async () => {
    const attributes = {...prerendered.attributes, endpoint: 'javascript:alert(1)'}
    const {part} = await answer({prerendered: {...prerendered, attributes}, action: '/forms/signup'})
    assert.equal(attributeOf(part('form'), 'action'), '/forms/signup')
  })

  test('posts again what it was rendered from, and the page that it came from', async () => {
    const messages = {submit: 'Los'}
    const values = {'consent.page': 'https://example.com/a', tags: 'x', 'consent.terms': 'x'}
    const form = await answer({prerendered: {...prerendered, messages}, values})
    const again = JSON.parse(valueOf(form, 'prerendered')!) as typeof prerendered
    assert.deepEqual(again, {
      attributes: {...prerendered.attributes, 'terms-url': 'https://example.com/terms', endpoint: '/api/signup'},
      lang: 'de',
      messages,
    })
    assert.equal(valueOf(form, 'consent.page'), 'https://example.com/a')
    assert.equal(valueOf(form, 'tags'), undefined)
    assert.match(valueOf(form, 'consent.terms')!, / AGB \(https:\/\/example\.com\/terms\)$/)
  })

  test('keeps all that was posted', async () => {
    const values = {name_first: 'Ada', email: 'ada@', phone: '020', born_date: '1815-12-10'}
    const form = await answer({
      values: {
        ...values,
        full_address: '\n\n 1 Road\r\nLondon',
        country: 'GB',
        gender: 'OTHER',
        gdpr_marketing_consent: true,
      },
    })
    for (const [name, value] of Object.entries(values)) assert.equal(valueOf(form, name), value)
    assert.equal(textOf(form.controls.full_address), '\n\n 1 Road\nLondon')
    assert.deepEqual(
      ['country', 'gender', 'phone_country'].map(name => selectedOf(form.controls[name])),
      ['GB', '', 'GB'],
    )
    assert.equal(attributeOf(form.controls.gdpr_marketing_consent, 'checked'), '')
    assert.equal(attributeOf(form.controls.gdpr_accept_terms, 'checked'), undefined)
  })

  test('shows an error beside each field that is wrong, which describes its control', async () => {
    const texts = {
      email: german.error_email_invalid,
      gdpr_accept_terms: german.error_terms_required,
      name_first: german.error_too_long.replace('{label}', german.name_first).replace('{max}', '100'),
    }
    const issues = [
      issue('name_first', 'too_long'),
      issue('gdpr_accept_terms', 'terms_required'),
      issue('email', 'email_invalid'),
    ]
    const form = await answer({issues})
    for (const [name, text] of Object.entries(texts)) {
      assert.equal(textOf(byId(form, `${name}-error`)), text)
      assert.equal(attributeOf(form.controls[name], 'aria-invalid'), 'true')
      assert.ok(attributeOf(form.controls[name], 'aria-describedby')!.split(' ').includes(`${name}-error`))
    }
    assert.equal(attributeOf(form.controls.gender, 'aria-invalid'), 'false')
    assert.equal(byId(form, 'gender-error'), undefined)
    assert.deepEqual(
      form.shadow.filter(element => attributeOf(element, 'autofocus') !== undefined),
      [form.controls.name_first],
    )
  })

  test('offers all countries once something about the phone is wrong', async () => {
    const countries = async (issues: Issue[]) => optionsOf((await answer({issues})).controls.phone_country).length
    assert.equal(await countries([issue('phone', 'phone_invalid')]), 246)
    assert.equal(await countries([issue('email', 'email_invalid')]), 3)
  })

  test('explains a phone that is wrong without an example', async () => {
    const form = await answer({issues: [issue('phone', 'phone_invalid')], values: {phone: '1', phone_country: 'GB'}})
    assert.equal(textOf(byId(form, 'phone-error')), german.error_phone_without_country)
  })

  const hostile = '</textarea></style></template><script>alert(1)</script>" onfocus="alert(1)'
  test('has untrusted text as text, wherever it is', async () => {
    const names = `${fields} phone_country gdpr_accept_terms consent.page`.replaceAll('*', '').split(' ')
    const attributes = Object.fromEntries(
      'endpoint fields country countries consent terms-url privacy-url lists tags'
        .split(' ')
        .map(name => [name, hostile]),
    )
    const texts = {terms: hostile, marketing: hostile, submit: hostile}
    const form = await answer({
      prerendered: {
        attributes,
        lang: hostile,
        messages: {optional: hostile, choose: hostile, email: hostile},
        slots: texts,
      },
      values: Object.fromEntries(names.map(name => [name, hostile])),
      issues: [issue('email', 'too_long'), issue(hostile, 'value_invalid')],
      action: hostile,
    })
    assert.equal(form.outside.length, 0)
    assert.deepEqual(
      form.shadow.filter(({tagName, attrs}) => tagName === 'script' || attrs.some(({name}) => name.startsWith('on'))),
      [],
    )
    assert.equal(textOf(form.part('submit')).trim(), hostile)
    assert.equal(attributeOf(form.part('form'), 'action'), hostile)
  })

  test('does without untrusted messages that are none', async () => {
    const messages = JSON.parse(
      '{"terms":{"one":"x"},"submit":5,"optional":null,"choose":["x"],"__proto__":"x","countries_found":"x","email":"Mail"}',
    ) as object
    const slots = {marketing: {}} as object
    const form = await answer({
      prerendered: {...prerendered, messages, slots},
      issues: [issue('phone', 'phone_invalid')],
    })
    assert.equal(textOf(form.part('submit')).trim(), 'Anmelden')
    assert.equal(textOf(form.part('label-email')), 'Mail *')
    assert.match(textOf(form.part('label-gdpr_accept_terms')), /^Ich akzeptiere/)
  })

  test('links no page that is not on the web', async () => {
    const attributes = {'terms-url': 'javascript:alert(1)', 'privacy-url': 'data:text/html,x'}
    const values = {'consent.page': 'javascript:alert(1)'}
    const {shadow} = await answer({prerendered: {attributes, lang: 'en'}, values})
    assert.deepEqual(
      shadow.filter(({tagName}) => tagName === 'a'),
      [],
    )
  })

  for (const lang of ['', 'xx', 'de_DE', 'x', '"><b>', 'a-b-c-d-e', 'constructor'])
    test(`renders in any language: ${JSON.stringify(lang)}`, async () => {
      const {part} = await answer({prerendered: {...prerendered, lang}, issues: [issue('phone', 'phone_invalid')]})
      assert.equal(textOf(part('submit')).trim(), lang === 'de_DE' ? 'Anmelden' : 'Sign up')
    })
})

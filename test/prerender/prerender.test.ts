import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {fieldNames} from '../../src/contact/fields.ts'
import english from '../../src/messages/en.ts'
import {languages, loadMessages} from '../../src/messages/load-messages.ts'
import {isRightToLeft} from '../../src/messages/direction.ts'
import {prerender} from '../../src/prerender/prerender.ts'
import type {PrerenderOptions} from '../../src/prerender/options.ts'
import {prerenderedStyles} from '../../src/prerender/prerendered.styles.ts'
import {attributeOf, elementsIn, optionsOf, parseTag, textOf} from '../support/parsed-tag.ts'

const open = async (options: PrerenderOptions = {}) => parseTag(await prerender(options))
const valuesOf = ({controls}: Awaited<ReturnType<typeof open>>, ...names: string[]) =>
  names.map(name => controls[name] && (attributeOf(controls[name], 'value') ?? ''))

suite('a prerendered form', () => {
  test('is one native form that posts to the endpoint, with the browser’s own validation', async () => {
    const {shadow} = await open({attributes: {endpoint: ' https://forms.example.com/api/signup '}})
    const forms = shadow.filter(({tagName}) => tagName === 'form')
    assert.equal(forms.length, 1)
    const {attrs} = forms[0]!
    assert.deepEqual(Object.fromEntries(attrs.map(({name, value}) => [name, value])), {
      part: 'form',
      method: 'post',
      action: 'https://forms.example.com/api/signup',
    })
    assert.equal(attributeOf((await open()).part('form'), 'action'), '/api/signup')
  })

  test('has the fields in their order, under the names of the wire', async () => {
    const {controls} = await open({attributes: {fields: fieldNames.join(' '), consent: ''}})
    assert.deepEqual(Object.keys(controls), [
      ...fieldNames.flatMap(name => (name === 'phone' ? ['phone_country', 'phone'] : [name])),
      'tags',
      'list_ids',
      'language',
      'consent.lang',
      'prerendered',
      'more_comments',
    ])
  })

  test('requires what the page requires, and one of e-mail and phone at least', async () => {
    const requiredIn = async (fields: string) =>
      Object.entries((await open({attributes: {fields}})).controls)
        .filter(([, control]) => attributeOf(control, 'required') !== undefined)
        .map(([name]) => name)
    assert.deepEqual(await requiredIn('name_first* email phone city*'), ['name_first', 'city', 'gdpr_accept_terms'])
    assert.deepEqual(await requiredIn('name_first'), ['email', 'gdpr_accept_terms'])
    assert.deepEqual(await requiredIn('phone'), ['phone', 'gdpr_accept_terms'])
  })

  test('has two boxes that are not ticked', async () => {
    const {controls} = await open()
    for (const name of ['gdpr_accept_terms', 'gdpr_marketing_consent']) {
      assert.equal(attributeOf(controls[name], 'type'), 'checkbox')
      for (const attribute of ['checked', 'value']) assert.equal(attributeOf(controls[name], attribute), undefined)
    }
  })

  test('posts the tags, lists and language', async () => {
    const attributes = {tags: 'one, two words', lists: 'a b'}
    const names = ['tags', 'list_ids', 'language', 'consent.lang', 'consent.page']
    assert.deepEqual(valuesOf(await open({attributes, lang: 'pt-BR'}), ...names), [
      'one, two words',
      'a b',
      'PT',
      'pt-br',
      undefined,
    ])
    assert.deepEqual(valuesOf(await open(), ...names), ['', '', 'EN', 'en', undefined])
  })

  test('has a honeypot that no visitor comes to', async () => {
    const {more_comments: trap} = (await open()).controls
    assert.deepEqual(
      ['class', 'autocomplete', 'tabindex', 'aria-hidden'].map(name => attributeOf(trap, name)),
      ['honeypot', 'off', '-1', 'true'],
    )
    assert.match(prerenderedStyles, /\.honeypot\s*\{[^}]*clip-path/)
  })

  test('labels each control that a visitor sees', async () => {
    const {shadow, controls} = await open({attributes: {fields: fieldNames.join(' ')}})
    const labelled = shadow.filter(({tagName}) => tagName === 'label').map(label => attributeOf(label, 'for'))
    for (const [name, control] of Object.entries(controls))
      if (attributeOf(control, 'type') !== 'hidden' && name !== 'more_comments')
        assert.ok(labelled.includes(attributeOf(control, 'id')), name)
  })

  test('offers every country of the address, by its name', async () => {
    const {controls} = await open({attributes: {fields: 'email country'}, lang: 'fr'})
    const options = new Map(optionsOf(controls.country))
    assert.deepEqual([options.size > 240, options.get(''), options.get('DE')], [true, 'Sélectionnez', 'Allemagne'])
  })

  test('has the page’s own words', async () => {
    const {part} = await open({lang: 'fr', messages: {submit: 'On y va', email: 'Courriel'}})
    assert.equal(textOf(part('submit')).trim(), 'On y va')
    assert.match(textOf(part('label-email')), /^Courriel/)
  })

  test('has a slot for all that the page may put into it', async () => {
    const {shadow} = await open()
    assert.deepEqual(
      shadow.filter(({tagName}) => tagName === 'slot').map(slot => attributeOf(slot, 'name')),
      ['intro', 'fields', 'terms', 'marketing', 'submit', 'footer'],
    )
  })

  test('has its styles in one style element, the same for every form', async () => {
    const stylesOf = async (options: PrerenderOptions) =>
      (await open(options)).shadow.filter(({tagName}) => /^(?:style|link)$/.test(tagName)).map(textOf)
    assert.deepEqual(await stylesOf({}), [prerenderedStyles])
    assert.deepEqual(await stylesOf({lang: 'ar', attributes: {fields: 'phone'}, slots: '<b slot=intro>a</b>'}), [
      prerenderedStyles,
    ])
    assert.doesNotMatch(prerenderedStyles, /[<\r]/) // a parser would read another text than the one that is hashed
  })

  test('links a style sheet in its place', async () => {
    const {shadow} = await open({stylesheet: '/contact-signup.css'})
    assert.deepEqual(
      shadow
        .filter(({tagName}) => /^(?:style|link)$/.test(tagName))
        .map(({attrs}) => attrs.map(({name, value}) => `${name}=${value}`).join(' ')),
      ['rel=stylesheet href=/contact-signup.css'],
    )
  })

  test('has no style attribute and no handler, which strict pages refuse', async () => {
    const {shadow} = await open({attributes: {fields: fieldNames.join(' '), 'terms-url': '/t'}})
    const refused = shadow.flatMap(({attrs}) => attrs.filter(({name}) => name === 'style' || name.startsWith('on')))
    assert.deepEqual(refused, [])
  })

  test('is the same each time, so that caches may keep it', async () => {
    const options = {attributes: {fields: 'email phone country gender', 'terms-url': '/t'}, lang: 'es'}
    assert.equal(await prerender(options), await prerender(options))
  })

  test('leaves what it is given as it is', async () => {
    const attributes = Object.freeze({fields: 'email', prefill: true})
    const options = Object.freeze({attributes, lang: 'de', slots: '<p>a</p>', messages: Object.freeze({submit: 'Los'})})
    assert.match(await prerender(options), /^<contact-signup fields="email" prefill="" lang="de" messages="\{/)
  })
})

suite('a prerendered form in each language', () => {
  for (const lang of ['en', ...languages])
    test(lang, async () => {
      const {outside, shadow, controls, part} = await open({
        lang,
        attributes: {fields: fieldNames.join(' '), 'terms-url': '/t', 'privacy-url': '/p'},
      })
      const words = lang === 'en' ? english : (await loadMessages(lang)).default
      assert.equal(outside.length, 0)
      const root = shadow.find(({tagName}) => tagName === 'div')!
      assert.deepEqual(
        ['lang', 'dir', 'foreign'].map(name => attributeOf(root, name)),
        [lang, isRightToLeft(lang) ? 'rtl' : 'ltr', undefined],
      )
      assert.equal(textOf(part('submit')).trim(), words.submit)
      for (const name of fieldNames) assert.ok(textOf(part(`label-${name}`)).startsWith(words[name]), name)
      const texts = [words.terms, words.terms_link, '(/t)', words.privacy_link, '(/p)']
      assert.equal(attributeOf(controls['consent.terms'], 'value'), texts.join(' '))
      assert.doesNotMatch(textOf(root), /undefined|\[object|\{\w+\}/)
      assert.equal(elementsIn(root).filter(({tagName}) => tagName === 'form').length, 1)
    })
})

test('is written from right to left in the languages that are', async () => {
  const directions = ['ar', 'fa', 'he', 'ur', 'ar-EG', 'he_IL'].map(async lang => {
    const {shadow} = await open({lang})
    return attributeOf(
      shadow.find(({tagName}) => tagName === 'div'),
      'dir',
    )
  })
  assert.deepEqual(await Promise.all(directions), Array(6).fill('rtl'))
})

test('is in English on a page of a language that it lacks, and says so', async () => {
  const {shadow} = await open({lang: 'gsw'})
  const root = shadow.find(({tagName}) => tagName === 'div')!
  assert.deepEqual(
    ['lang', 'dir', 'foreign'].map(name => attributeOf(root, name)),
    ['en', 'ltr', ''],
  )
})

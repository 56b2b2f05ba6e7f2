import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {parseFragment, serialize} from 'parse5'
import {fill, type Values} from '../../src/prerender/fill.ts'
import {attributeOf, elementsIn, textOf} from '../support/parsed-tag.ts'

const form = `<form>
  <input name="name_first" value="Grace"><input type="email" name="email"><input type="tel" name="phone">
  <input type="date" name="born_date"><textarea name="full_address"></textarea>
  <select name="gender"><option value="">Choose</option><option value="FEMALE">Female</option></select>
  <select name="phone_country"><option value="GB">+44</option><option value="">+</option></select>
  <input type="checkbox" name="terms" required><input type="hidden" name="tags" value="a">
  <input name="search" form=""><input id="none"><button name="go" value="b">Go</button>
</form>`

/** The form as a browser reads it: what it would post, and the name of the control with the focus. */
function read(values: Values, invalid: string[] = []) {
  const elements = elementsIn(parseFragment(serialize(fill(form, values, invalid))))
  const valueOf = (element: (typeof elements)[number]) => {
    if (element.tagName === 'textarea') return textOf(element)
    if (attributeOf(element, 'type') === 'checkbox') return attributeOf(element, 'checked') !== undefined
    if (element.tagName !== 'select') return attributeOf(element, 'value') ?? ''
    const options = elementsIn(element)
    const selected = options.filter(option => attributeOf(option, 'selected') !== undefined)
    assert.ok(selected.length < 2)
    return attributeOf(selected[0] ?? options[0], 'value')
  }
  const controls = elements.filter(({tagName}) => /^(?:input|select|textarea|button)$/.test(tagName))
  const focused = controls.filter(control => attributeOf(control, 'autofocus') !== undefined)
  return {
    values: Object.fromEntries(controls.map(control => [attributeOf(control, 'name') ?? 'none', valueOf(control)])),
    focused: focused.map(control => attributeOf(control, 'name')).join(),
    names: elements.map(({tagName}) => tagName).join(' '),
  }
}

const empty = {
  name_first: 'Grace',
  email: '',
  phone: '',
  born_date: '',
  full_address: '',
  gender: '',
  phone_country: 'GB',
  terms: false,
  tags: 'a',
  search: '',
  none: '',
  go: 'b',
}

suite('fill', () => {
  test('leaves a form as it is without values', () => assert.deepEqual(read({}).values, empty))

  test('puts values into every kind of control', () => {
    const typed = {
      name_first: 'Ada',
      email: 'ada@example.com',
      phone: '+44 20',
      born_date: '1815-12-10',
      full_address: '12 St James’s Square\nLondon',
      gender: 'FEMALE',
      phone_country: '',
      terms: true,
    }
    assert.deepEqual(read(typed).values, {...empty, ...typed})
  })

  test('empties a control, and leaves a box unticked', () =>
    assert.deepEqual(read({name_first: '', terms: false}).values, {...empty, name_first: ''}))

  test('ticks no box for text', () => assert.deepEqual(read({terms: 'on'}).values, empty))

  test('chooses nothing that a select does not offer', () =>
    assert.deepEqual(read({gender: 'OTHER', phone_country: 'gb'}).values, empty))

  test('writes into no hidden control, no button, and none of another form', () =>
    assert.deepEqual(read({tags: 'x', search: 'x', go: 'x', none: 'x', undefined: 'x'}).values, empty))

  const hostile = [
    '"><script>alert(1)</script>',
    '</textarea><script>',
    '</select></form>',
    '&quot;&amp;',
    '\n\n first and last \n',
    '<!--',
    '\u00a0\u2066',
  ]
  for (const text of hostile)
    test(`keeps ${JSON.stringify(text)} a value`, () => {
      const {values, names} = read({name_first: text, email: text, full_address: text, gender: text})
      assert.deepEqual(values, {...empty, name_first: text, email: text, full_address: text})
      assert.equal(names, read({}).names)
    })

  test('takes values that every object has as none', () =>
    assert.deepEqual(read(JSON.parse('{"__proto__":{"email":"x"}}') as Values).values, empty))

  const focus: [title: string, invalid: string[], focused: string][] = [
    ['the first control that is wrong', ['full_address', 'email'], 'email'],
    ['the only one', ['terms'], 'terms'],
    ['none, if nothing is', [], ''],
    ['none, if it is no control', ['phone_number', 'search'], ''],
  ]
  for (const [title, invalid, focused] of focus)
    test(`puts the focus into ${title}`, () => assert.equal(read({}, invalid).focused, focused))
})

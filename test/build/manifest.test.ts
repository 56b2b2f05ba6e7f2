import assert from 'node:assert/strict'
import {test} from 'node:test'
import {createCssData, createHtmlData, createWebTypes} from '../../src/build/editor-data.ts'
import {createManifest, readElement} from '../../src/build/manifest.ts'
import {ContactSignup} from '../../src/element/contact-signup.ts'

const element = readElement()
const attribute = (name: string) => element.attributes!.find(attribute => attribute.name === name)

test('the manifest has the attribute of each property, with its type, default and description', () => {
  const declared = Object.entries(ContactSignup.properties)
    .filter(([, {attribute}]) => attribute !== false)
    .map(([name, {attribute}]) => [String(attribute ?? name), name])
  const found = element.attributes!.filter(({name}) => name !== 'lang').map(({name, fieldName}) => [name, fieldName])
  assert.deepEqual(found.toSorted(), declared.toSorted())
  assert.deepEqual(attribute('endpoint'), {
    name: 'endpoint',
    type: {text: 'string'},
    description: 'URL of the proxy.',
    default: "'/api/signup'",
    fieldName: 'endpoint',
  })
  assert.equal(attribute('prefill')!.default, 'false')
  assert.equal(attribute('tags')!.default, undefined)
})

test('the manifest has a description for everything it names', () => {
  const {attributes, members, events, slots, cssParts, cssProperties, cssStates} = element
  for (const items of [attributes, members, events, slots, cssParts, cssProperties, cssStates]) {
    assert.ok(items && items.length > 2)
    assert.deepEqual(
      items.filter(({description}) => !description).map(({name}) => name),
      [],
    )
  }
})

test('the manifest names the class of each event', () =>
  assert.deepEqual(element.events!.find(({name}) => name === 'contact-signup-error')?.type, {
    text: 'ContactSignupErrorEvent',
  }))

test('the manifest leaves out what is not public', () => {
  const names = element.members!.map(({name}) => name)
  assert.deepEqual(
    names.filter(name => /^#|Callback$|render|static|styles|^properties$|formAssociated|willUpdate|updated/.test(name)),
    [],
  )
})

test('the manifest tells where the class is, and which module defines the tag', () => {
  const exported = createManifest(element).modules.map(({path, exports = []}) => [path, exports.map(({kind}) => kind)])
  assert.deepEqual(exported, [
    ['dist/element/contact-signup.js', ['js']],
    ['dist/element/index.js', ['js']],
    ['dist/index.js', ['js', 'custom-element-definition']],
  ])
})

test('VS Code learns the tag, its attributes, and what one may style', () => {
  const [tag] = createHtmlData(element).tags
  assert.equal(tag!.name, 'contact-signup')
  assert.deepEqual(
    tag!.attributes.find(({name}) => name === 'prefill'),
    {
      name: 'prefill',
      description: "Take initial values from the page URL's query.",
      valueSet: 'v',
    },
  )
  const css = createCssData(element)
  const names = [css.properties, css.pseudoClasses, css.pseudoElements].map(([first]) => first!.name)
  assert.deepEqual(names, ['--contact-signup-accent', ':state(sending)', '::part(form)'])
})

test('editors of JetBrains learn the same', () => {
  const {name, contributions} = createWebTypes(element, {name: 'contact-signup', version: '1.2.3'})
  const [tag] = contributions.html.elements
  assert.deepEqual([name, tag!.name], ['contact-signup', 'contact-signup'])
  assert.equal(tag!.attributes.length, element.attributes!.length)
  assert.ok(tag!.js.properties.some(({name}) => name === 'phase'))
  assert.ok(tag!.js.events.some(({type}) => type === 'ContactSignupSuccessEvent'))
  assert.equal(contributions.css['pseudo-elements'][0]!.name, 'part(form)')
})

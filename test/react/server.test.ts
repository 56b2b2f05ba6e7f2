import assert from 'node:assert/strict'
import {test} from 'node:test'
import {prerenderShadow} from 'contact-signup/prerender'
import {ContactSignup, type ContactSignupProps} from 'contact-signup/react'
import {parseFragment, serializeOuter, type DefaultTreeAdapterTypes} from 'parse5'
import {createElement} from 'react'
import {renderToString} from 'react-dom/server'

/** The tag that a server sends. */
function renderTag(props: ContactSignupProps): DefaultTreeAdapterTypes.Element {
  const {childNodes} = parseFragment(renderToString(createElement(ContactSignup, props)))
  assert.equal(childNodes.length, 1)
  return childNodes[0] as DefaultTreeAdapterTypes.Element // as the next assertion says
}

const attributesOf = (props: ContactSignupProps) =>
  Object.fromEntries(renderTag(props).attrs.map(({name, value}) => [name, value]))

test('renders the tag', () => {
  assert.equal(renderTag({}).tagName, 'contact-signup')
  assert.deepEqual(attributesOf({}), {})
})

const attributes: [props: ContactSignupProps, attributes: Record<string, string>][] = [
  [{endpoint: '/signup'}, {endpoint: '/signup'}],
  [{fields: 'name_first* email'}, {fields: 'name_first* email'}],
  [
    {country: 'DE', countries: 'DE AT'},
    {country: 'DE', countries: 'DE AT'},
  ],
  [
    {termsUrl: '/terms', privacyUrl: '/privacy', successUrl: '/thanks'},
    {'terms-url': '/terms', 'privacy-url': '/privacy', 'success-url': '/thanks'},
  ],
  [
    {prefill: true, proofOfWork: true},
    {prefill: '', 'proof-of-work': ''},
  ],
  [{prefill: false, proofOfWork: false, fields: undefined, termsUrl: undefined, messages: undefined}, {}],
  [{messages: {submit: 'Join “us” & <them>'}}, {messages: '{"submit":"Join “us” & <them>"}'}],
  [
    {className: 'card', id: 'signup', lang: 'de', style: {maxWidth: '20rem'}, 'aria-label': 'Signup'},
    {class: 'card', id: 'signup', lang: 'de', style: 'max-width:20rem', 'aria-label': 'Signup'},
  ],
]
for (const [props, expected] of attributes)
  test(`writes ${Object.keys(props).join(', ')} as attributes of the element`, () =>
    assert.deepEqual(attributesOf(props), expected))

test('writes neither its handlers nor its values nor its ref', () =>
  assert.deepEqual(
    attributesOf({onSubmit() {}, onSuccess() {}, onError() {}, onInvalid() {}, values: {}, ref: {current: null}}),
    {},
  ))

test('renders its children into the tag', () => {
  const {childNodes} = renderTag({children: createElement('p', {slot: 'intro'}, 'Hello')})
  assert.deepEqual(
    childNodes.map(node => 'attrs' in node && [node.tagName, node.attrs]),
    [['p', [{name: 'slot', value: 'intro'}]]],
  )
})

const elementsOf = (props: ContactSignupProps) => renderTag(props).childNodes.map(node => serializeOuter(node)) // templates are elements too

test('renders the form in its language as first child, for the parser to make it the shadow root', async () => {
  const attributes = {endpoint: '/signup', fields: 'email', 'terms-url': '/agb'}
  const shadow = await prerenderShadow({attributes, lang: 'de', messages: {submit: 'Mitmachen'}})
  const messages = {submit: 'Mitmachen'}
  const [template, child, ...others] = elementsOf({
    endpoint: '/signup',
    fields: 'email',
    termsUrl: '/agb',
    lang: 'de',
    messages,
    style: {maxWidth: '20rem'},
    children: createElement('p', {slot: 'intro'}, 'Hallo'),
  })
  assert.match(shadow, /Mitmachen/)
  assert.equal(
    template,
    serializeOuter(parseFragment(`<template shadowrootmode="open">${shadow}</template>`).childNodes[0]!),
  )
  assert.deepEqual([child, ...others], ['<p slot="intro">Hallo</p>'])
})

test('renders the consent of its slots into the form', () => {
  const [template] = elementsOf({lang: 'en', children: createElement('b', {slot: 'marketing'}, 'Send me news')})
  assert.match(template!, /name="consent.marketing" value="Send me news"/)
})

test('links the style sheet instead of a style element', () => {
  const [template] = elementsOf({lang: 'en', stylesheet: '/contact-signup.css'})
  assert.match(template!, /<link rel="stylesheet" href="\/contact-signup.css">/)
  assert.doesNotMatch(template!, /<style/)
  assert.deepEqual(attributesOf({lang: 'en', stylesheet: '/contact-signup.css'}), {lang: 'en'})
})

test('renders only the tag if it knows no language, or not what a slot says', () => {
  const Terms = () => createElement('span', {slot: 'terms'}, 'I agree')
  assert.deepEqual(elementsOf({fields: 'email'}), [])
  assert.deepEqual(elementsOf({lang: 'en', children: createElement(Terms)}), ['<span slot="terms">I agree</span>'])
})

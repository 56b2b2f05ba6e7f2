import assert from 'node:assert/strict'
import {test} from 'node:test'
import {createElement as h, Fragment, type ReactNode} from 'react'
import {toSlots} from '../../src/react/slots.ts'

const Component = () => h('span', {slot: 'terms'}, 'I agree')
const terms = (...content: ReactNode[]) => h('span', {slot: 'terms'}, ...content)

const known: [what: string, children: ReactNode, html: string][] = [
  ['nothing', undefined, ''],
  ['text without a slot', ['Please write to us', 1, true, null], ''],
  ['text', terms('I agree'), '<span slot="terms">I agree</span>'],
  ['numbers', terms('At ', 16, ' or older'), '<span slot="terms">At 16 or older</span>'],
  [
    'values that React leaves out',
    terms('I ', null, undefined, false, true, 'agree'),
    '<span slot="terms">I agree</span>',
  ],
  [
    'the target of a link',
    terms('See ', h('a', {href: '/a?b&c', className: 'link'}, 'this')),
    '<span slot="terms">See <a href="/a?b&#38;c">this</a></span>',
  ],
  ['hidden text as hidden', terms(h('b', {hidden: true}, 'not')), '<span slot="terms"><b hidden="">not</b></span>'],
  ['text that looks like HTML', terms('<b> & "c"'), '<span slot="terms">&#60;b&#62; &#38; &#34;c&#34;</span>'],
  [
    'HTML',
    h('span', {slot: 'terms', dangerouslySetInnerHTML: {__html: 'I <b>agree</b>'}}),
    '<span slot="terms">I <b>agree</b></span>',
  ],
  [
    'arrays and fragments',
    [h(Fragment, {key: 1}, terms(h(Fragment, null, 'I ', ['agree'])))],
    '<span slot="terms">I agree</span>',
  ],
  [
    'the button’s label and both consents',
    ['submit', 'marketing', 'terms'].map(slot => h('i', {slot, key: slot}, slot)),
    '<i slot="submit">submit</i><i slot="marketing">marketing</i><i slot="terms">terms</i>',
  ],
  ['nothing of other slots', h('p', {slot: 'intro'}, h(Component)), ''],
]
for (const [what, children, html] of known) test(`reads ${what}`, () => assert.equal(toSlots(children), html))

const unknown: [what: string, children: ReactNode][] = [
  ['a component', h(Component)],
  ['a component in an array', [null, [h(Component, {key: 1})]]],
  ['a component in a fragment', h(Fragment, null, h(Component))],
  ['a component in the consent', terms('I ', h('b', null, h(Component)))],
  ['a promise', Promise.resolve(terms('I agree'))],
  ['a promise in the consent', terms(Promise.resolve('I agree'))],
]
for (const [what, children] of unknown)
  test(`does not know what ${what} renders`, () => assert.equal(toSlots(children), undefined))

import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import type {IssueCode} from '../../../src/contact/issues.ts'
import {errorText, type FeedbackContext} from '../../../src/element/session/feedback.ts'
import words from '../../../src/messages/en.ts'

type Context = Parameters<typeof errorText>[1]

const context = (issues: Record<string, IssueCode>, custom?: ReturnType<FeedbackContext['customField']>): Context => ({
  state: {phase: 'editing', issues},
  words,
  example: undefined,
  country: () => '',
  customField: () => custom,
})

suite('errorText', () => {
  const cases: [field: string, code: IssueCode, text: string][] = [
    ['city', 'required', 'Please fill in “City”.'],
    ['zip', 'too_long', 'Please shorten “Postal code” to at most 20 characters.'],
    ['email', 'email_invalid', 'Please enter a full email address, like name@example.com.'],
    ['gdpr_accept_terms', 'terms_required', 'Please accept the terms to continue.'],
    ['phone', 'phone_country_missing', 'Please choose the country of your phone number.'],
    ['country', 'country_invalid', 'Please check “Country”.'],
    ['gender', 'gender_invalid', 'Please check “Gender”.'],
    ['tags', 'not_allowed', 'Please check “tags”.'],
  ]
  for (const [field, code, text] of cases)
    test(`of ${field} with ${code} is “${text}”`, () => {
      assert.equal(errorText(field, context({[field]: code})), text)
    })

  test('is undefined for a field without an error', () => {
    assert.equal(errorText('email', context({city: 'required'})), undefined)
    assert.equal(errorText('', context({city: 'required'})), undefined)
  })

  test('of a warning contains the example number', () => {
    const state = {phase: 'editing', issues: {}, warnings: {phone: 'phone_unassigned'}} as const
    const text = errorText('phone', {...context({}), state, example: '07400 123456'})
    assert.match(text ?? '', /^Is this number correct\? A typical one looks like 07400 123456\. /)
  })

  test('of an error comes before that of a warning', () => {
    const state = {phase: 'editing', issues: {phone: 'required'}, warnings: {phone: 'phone_unassigned'}} as const
    assert.equal(errorText('phone', {...context({}), state}), 'Please fill in “Phone number”.')
  })

  test('of an invalid phone names its country, an example and the calling code', () => {
    const invalid = {...context({phone: 'phone_invalid'}), country: () => 'United Kingdom', example: '07400 123456'}
    assert.equal(
      errorText('phone', invalid),
      'Please enter a phone number for United Kingdom, like 07400 123456, or one with + and its country code.',
    )
  })

  test('of an invalid phone without an example asks for the calling code', () => {
    assert.equal(
      errorText('phone', context({phone: 'phone_invalid'})),
      'Please enter a phone number with + and its country code.',
    )
  })

  test('follows the words of the page', () => {
    const own = {...words, city: 'Town', error_required: '{label}, please!'}
    assert.equal(errorText('city', {...context({city: 'required'}), words: own}), 'Town, please!')
  })

  const ownMessage = {label: 'Code', error: 'Four digits, please.'}
  const custom: [title: string, code: IssueCode, field: {label: string; error: string}, text: string][] = [
    ['is its label and the page’s own message', 'value_invalid', ownMessage, 'Code: Four digits, please.'],
    [
      'contains the label if the page has no message',
      'value_invalid',
      {...ownMessage, error: ''},
      'Please check “Code”.',
    ],
    ['is the form’s message if the control is empty', 'required', ownMessage, 'Please fill in “Code”.'],
    [
      'is the form’s message for an error of the proxy’s',
      'too_long',
      ownMessage,
      'Please shorten “Code” to at most 1000 characters.',
    ],
  ]
  for (const [title, code, field, text] of custom)
    test(`of a field of the page ${title}`, () => {
      assert.equal(errorText('pets', context({pets: code}, field)), text)
    })
})

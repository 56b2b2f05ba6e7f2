import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import type {Warning} from '../../../src/contact/contact.ts'
import type {Issue, IssueCode} from '../../../src/contact/issues.ts'
import {ScriptedForm, snapshot, unassigned} from '../../support/scripted-form.ts'

const nameRequired: Issue = {field: 'name_first', code: 'required'}
const emailInvalid: Issue = {field: 'email', code: 'email_invalid'}
const phoneInvalid: Issue = {field: 'phone', code: 'phone_invalid'}

/** A form that shows the results of a validation. */
function createReported(issues: Issue[], warnings: Warning[] = []): ScriptedForm {
  const form = new ScriptedForm()
  form.finds(issues, warnings)
  form.controller.report(snapshot)
  return form
}

suite('check', () => {
  test('returns whether there are no errors, and shows none', () => {
    const form = new ScriptedForm()
    assert.equal(form.controller.check(snapshot), true)
    form.finds([], [unassigned('+447700900123')])
    assert.equal(form.controller.check(snapshot), true)
    form.finds([emailInvalid])
    assert.equal(form.controller.check(snapshot), false)
    assert.deepEqual(form.states, [])
  })

  test('returns true for what the visitor cannot correct', () => {
    const form = new ScriptedForm()
    form.finds([{field: 'tags', code: 'not_allowed'}])
    assert.equal(form.controller.check(snapshot), true)
  })
})

suite('report', () => {
  test('shows nothing if everything is valid', () => {
    assert.deepEqual(createReported([]).state, {phase: 'editing', issues: {}, warnings: {}})
  })

  test('shows one error a field, in the order of the fields', () => {
    const form = createReported([phoneInvalid, emailInvalid, {field: 'email', code: 'too_long'}, nameRequired])
    assert.deepEqual(Object.entries(form.state.issues), [
      ['name_first', 'required'],
      ['email', 'email_invalid'],
      ['phone', 'phone_invalid'],
    ])
  })

  test('shows warnings apart from the errors', () => {
    const form = createReported([], [unassigned('+447700900123')])
    assert.deepEqual(form.state, {phase: 'editing', issues: {}, warnings: {phone: 'phone_unassigned'}})
  })

  test('changes nothing once the form is sent', async () => {
    const form = new ScriptedForm()
    await form.submit(snapshot)
    form.finds([emailInvalid])
    form.controller.report(snapshot)
    assert.equal(form.state.phase, 'done')
  })

  const toShown: [field: string, code: IssueCode, shown: string[], expected: Record<string, IssueCode>][] = [
    ['phone_number', 'phone_invalid', ['phone'], {phone: 'phone_invalid'}],
    ['phone_countrycode', 'too_long', ['phone'], {phone: 'too_long'}],
    ['phone_country', 'country_invalid', ['email', 'phone'], {phone: 'country_invalid'}],
    ['email', 'email_or_phone', ['phone'], {phone: 'email_or_phone'}],
    ['email', 'email_or_phone', ['email', 'phone'], {email: 'email_or_phone'}],
    ['email', 'email_invalid', ['phone'], {}],
    ['tags', 'not_allowed', ['email'], {}],
  ]
  for (const [field, code, shown, expected] of toShown)
    test(`shows ${field}: ${code} as ${JSON.stringify(expected)} in a form with ${shown.join(' and ')}`, () => {
      const form = new ScriptedForm()
      form.finds([{field, code}])
      form.controller.report({...snapshot, shown})
      assert.deepEqual(form.state.issues, expected)
    })
})

suite('edit', () => {
  test('removes the errors that are corrected and keeps the others', () => {
    const form = createReported([nameRequired, emailInvalid])
    form.finds([nameRequired])
    form.controller.edit(() => snapshot)
    assert.deepEqual(form.state.issues, {name_first: 'required'})
  })

  test('adds no error to a field without one', () => {
    const form = createReported([nameRequired])
    form.finds([nameRequired, emailInvalid, phoneInvalid])
    form.controller.edit(() => snapshot)
    assert.deepEqual(form.state.issues, {name_first: 'required'})
  })

  test('replaces an error by another one of the same field', () => {
    const form = createReported([{field: 'email', code: 'required'}])
    form.finds([emailInvalid])
    form.controller.edit(() => snapshot)
    assert.deepEqual(form.state.issues, {email: 'email_invalid'})
  })

  test('removes a warning once the number is in an assigned range', () => {
    const form = createReported([], [unassigned('+447700900123')])
    form.finds([])
    form.controller.edit(() => snapshot)
    assert.deepEqual(form.state.warnings, {})
  })

  test('validates nothing while no error is shown', () => {
    const form = new ScriptedForm()
    form.finds([emailInvalid])
    form.controller.edit(() => snapshot)
    assert.deepEqual([form.validations, form.states], [0, []])
  })
})

suite('leave', () => {
  const cases: [title: string, before: Issue[], found: Issue[], expected: Record<string, IssueCode>][] = [
    ['shows an error of that field', [], [emailInvalid], {email: 'email_invalid'}],
    ['shows no error of another field', [], [nameRequired, phoneInvalid], {}],
    ['keeps the errors of other fields, corrected or not', [nameRequired], [], {name_first: 'required'}],
    ['removes an error of that field', [nameRequired, emailInvalid], [nameRequired], {name_first: 'required'}],
    [
      'puts an error in the order of the fields',
      [phoneInvalid],
      [emailInvalid, phoneInvalid],
      {email: 'email_invalid', phone: 'phone_invalid'},
    ],
  ]
  for (const [title, before, found, expected] of cases)
    test(title, () => {
      const form = createReported(before)
      form.finds(found)
      form.controller.leave('email', snapshot)
      assert.deepEqual(Object.entries(form.state.issues), Object.entries(expected))
    })

  test('shows a warning', () => {
    const form = createReported([])
    form.finds([], [unassigned('+447700900123')])
    form.controller.leave('phone', snapshot)
    assert.deepEqual(form.state, {phase: 'editing', issues: {}, warnings: {phone: 'phone_unassigned'}})
  })

  test('keeps the warnings of other fields', () => {
    const form = createReported([], [unassigned('+447700900123')])
    form.finds([emailInvalid])
    form.controller.leave('email', snapshot)
    assert.deepEqual(form.state.warnings, {phone: 'phone_unassigned'})
  })

  test('validates nothing if the field is empty', () => {
    const form = new ScriptedForm()
    form.finds([emailInvalid])
    for (const email of ['', undefined])
      form.controller.leave('email', {...snapshot, input: {...snapshot.input, email}})
    assert.deepEqual([form.validations, form.states], [0, []])
  })

  test('shows nothing once the form is sent', async () => {
    const form = new ScriptedForm()
    await form.submit(snapshot)
    form.finds([emailInvalid])
    form.controller.leave('email', snapshot)
    assert.deepEqual([form.state.phase, form.state.issues], ['done', {}])
  })
})

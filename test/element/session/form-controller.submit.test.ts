import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {isIdempotencyKey, Problem, problemStatuses, type ProblemCode} from '../../../src/contact/wire.ts'
import {ScriptedForm, snapshot, unassigned} from '../../support/scripted-form.ts'

const notAllowed = (...fields: string[]) =>
  new Problem('contact_invalid', {issues: fields.map(field => ({field, code: 'not_allowed'}))})

suite('submit', () => {
  test('sends a valid contact under an idempotency key, and is done', async () => {
    const form = new ScriptedForm()
    form.responses = [{status: 'accepted'}]
    const before = Date.now()
    assert.deepEqual(await form.submit(snapshot), {kind: 'sent', status: 'accepted'})
    const [{endpoint, key, contact}] = form.sent as [(typeof form.sent)[0]]
    assert.deepEqual([endpoint, contact], ['/api/signup', {email: 'ada@example.com'}])
    assert.ok(isIdempotencyKey(key))
    const {sent, ...state} = form.state
    assert.deepEqual(state, {phase: 'done', issues: {}})
    assert.deepEqual([sent!.contact, sent!.key], [JSON.stringify(contact), key])
    assert.ok(before <= sent!.time.getTime() && sent!.time.getTime() <= Date.now())
    assert.deepEqual(form.phases, ['sending', 'editing', 'sending', 'done'])
  })

  test('shows the errors of an invalid form, and sends nothing', async () => {
    const form = new ScriptedForm()
    form.finds([{field: 'email', code: 'email_invalid'}], [unassigned('+447700900123')])
    assert.deepEqual(await form.submit(snapshot), {kind: 'invalid'})
    const {issues, warnings, phase} = form.state
    assert.deepEqual([issues, warnings], [{email: 'email_invalid'}, {phone: 'phone_unassigned'}])
    assert.deepEqual([phase, form.sent], ['editing', []])
  })

  test('sends nothing if the page cancels', async () => {
    const form = new ScriptedForm()
    form.confirms = false
    assert.deepEqual(await form.submit(snapshot), {kind: 'canceled'})
    assert.deepEqual([form.state, form.sent], [{phase: 'editing', issues: {}}, []])
  })
})

suite('a warning', () => {
  test('is shown once; submitting the same value again confirms it', async () => {
    const form = new ScriptedForm()
    form.accepts({phone_number: '7700900123'}, [unassigned('+447700900123')])
    assert.deepEqual(await form.submit(snapshot), {kind: 'invalid'})
    assert.deepEqual([form.state.warnings, form.sent], [{phone: 'phone_unassigned'}, []])
    assert.deepEqual(await form.submit(snapshot), {kind: 'sent', status: 'created'})
  })

  test('that was shown when the field was left is not shown again: submitting confirms it', async () => {
    const form = new ScriptedForm()
    form.accepts({phone_number: '7700900123'}, [unassigned('+447700900123')])
    form.controller.leave('phone', snapshot)
    assert.deepEqual(form.state.warnings, {phone: 'phone_unassigned'})
    assert.deepEqual(await form.submit(snapshot), {kind: 'sent', status: 'created'})
  })

  test('is shown if another field was left', async () => {
    const form = new ScriptedForm()
    form.accepts({phone_number: '7700900123'}, [unassigned('+447700900123')])
    form.controller.leave('email', snapshot)
    assert.deepEqual(await form.submit(snapshot), {kind: 'invalid'})
  })

  test('is shown again for another value', async () => {
    const form = new ScriptedForm()
    for (const value of ['+447700900123', '+447700900124']) {
      form.accepts({phone_number: value}, [unassigned(value)])
      assert.deepEqual(await form.submit(snapshot), {kind: 'invalid'})
    }
  })

  test('that was shown beside errors is not shown again', async () => {
    const form = new ScriptedForm()
    form.finds([{field: 'email', code: 'email_invalid'}], [unassigned('+447700900123')])
    await form.submit(snapshot)
    form.accepts({}, [unassigned('+447700900123')])
    assert.equal((await form.submit(snapshot)).kind, 'sent')
  })

  test('is shown again after a reset', async () => {
    const form = new ScriptedForm()
    form.accepts({}, [unassigned('+447700900123')])
    await form.submit(snapshot)
    form.controller.reset()
    assert.deepEqual(await form.submit(snapshot), {kind: 'invalid'})
  })
})

suite('a failure', () => {
  const retried: ProblemCode[] = [
    'timeout',
    'internal_error',
    'store_unavailable',
    'upstream_unavailable',
    'upstream_unknown',
    'bad_gateway',
  ]
  for (const code of Object.keys(problemStatuses) as ProblemCode[])
    test(`with ${code} is ${retried.includes(code) ? '' : 'not '}retried`, async () => {
      const form = new ScriptedForm()
      form.responses = [new Problem(code)]
      const ending = await form.submit(snapshot)
      assert.deepEqual(ending, {kind: 'failed', code, status: problemStatuses[code]})
      const retries = retried.includes(code)
      assert.deepEqual(form.state, {phase: 'editing', issues: {}, failure: code, retries})
    })

  test('to reach the proxy is retried', async () => {
    const form = new ScriptedForm()
    form.responses = [new TypeError('Failed to fetch')]
    assert.deepEqual(await form.submit(snapshot), {kind: 'failed', code: 'offline', status: 0})
    assert.deepEqual(form.state, {phase: 'editing', issues: {}, failure: 'offline', retries: true})
  })

  test('stays shown when a field is left', async () => {
    const form = new ScriptedForm()
    form.responses = [new Problem('refused')]
    await form.submit(snapshot)
    form.finds([{field: 'email', code: 'email_invalid'}])
    form.controller.leave('email', snapshot)
    assert.deepEqual([form.state.failure, form.state.issues], ['refused', {email: 'email_invalid'}])
  })

  test('is removed at the next submit', async () => {
    const form = new ScriptedForm()
    form.responses = [new Problem('refused')]
    await form.submit(snapshot)
    form.states.length = 0
    await form.submit(snapshot)
    assert.deepEqual(form.states[0], {phase: 'sending', issues: {}})
  })
})

suite('an error of the proxy’s', () => {
  test('is shown beside its field', async () => {
    const form = new ScriptedForm()
    form.responses = [new Problem('contact_invalid', {issues: [{field: 'phone_number', code: 'phone_invalid'}]})]
    assert.deepEqual(await form.submit(snapshot), {kind: 'invalid'})
    assert.deepEqual(form.state.issues, {phone: 'phone_invalid'})
  })

  const hidden: [title: string, field: string, code: 'not_allowed' | 'too_long'][] = [
    ['a field that is not shown', 'tags', 'too_long'],
    ['a custom field that the proxy does not allow', 'name_first', 'not_allowed'],
  ]
  for (const [title, field, code] of hidden)
    test(`about ${title} goes to the console, and the submission fails as contact_invalid`, async t => {
      const {mock} = t.mock.method(console, 'error', () => {})
      const form = new ScriptedForm()
      form.responses = [new Problem('contact_invalid', {issues: [{field, code}]})]
      assert.deepEqual(await form.submit(snapshot), {kind: 'failed', code: 'contact_invalid', status: 422})
      assert.deepEqual(form.state, {phase: 'editing', issues: {}, failure: 'contact_invalid', retries: false})
      assert.deepEqual(
        mock.calls.map(call => call.arguments),
        [[`<contact-signup> ${field}: ${code}`]],
      )
    })

  test('comes before one that the visitor cannot correct', async t => {
    const {mock} = t.mock.method(console, 'warn', () => {})
    const form = new ScriptedForm()
    form.accepts({email: 'ada@example.com', tags: ['a']})
    const issues = [{field: 'tags', code: 'not_allowed'} as const, {field: 'email', code: 'email_invalid'} as const]
    form.responses = [new Problem('contact_invalid', {issues}), notAllowed('tags')]
    assert.deepEqual(await form.submit(snapshot), {kind: 'invalid'})
    assert.deepEqual([form.state.issues, mock.callCount()], [{email: 'email_invalid'}, 0])
    assert.deepEqual(await form.submit(snapshot), {kind: 'sent', status: 'created'})
    assert.deepEqual(form.sent.at(-1)!.contact, {email: 'ada@example.com'})
  })
})

suite('a value that the visitor cannot correct', () => {
  const values = {
    utm_source: 'letter',
    tags: ['a', 'b'],
    list_ids: ['news'],
    room: 'sea',
    consent: {terms: 'I accept.'},
  }
  for (const name of Object.keys(values))
    test(`is left out if the proxy does not allow it, named in the console, and the rest is sent again: ${name}`, async t => {
      const {mock} = t.mock.method(console, 'warn', () => {})
      const form = new ScriptedForm()
      form.accepts({email: 'ada@example.com', ...values})
      form.responses = [notAllowed(name)]
      const shown = [...snapshot.shown, 'room'] // one of the page's own fields
      assert.deepEqual(await form.submit({...snapshot, shown}), {kind: 'sent', status: 'created'})
      const {[name]: _refused, ...rest} = form.sent[0]!.contact
      assert.deepEqual(form.sent[1]!.contact, rest)
      assert.notEqual(form.keys[0], form.keys[1])
      assert.match(String(mock.calls[0]!.arguments[0]), new RegExp(`^<contact-signup> left out, .*: ${name}$`))
    })

  test('is left out with all others of the same response, and with those of the next', async t => {
    t.mock.method(console, 'warn', () => {})
    const form = new ScriptedForm()
    form.accepts({email: 'ada@example.com', ...values})
    form.responses = [notAllowed('tags', 'list_ids'), notAllowed('room')]
    assert.deepEqual(await form.submit(snapshot), {kind: 'sent', status: 'created'})
    assert.deepEqual(Object.keys(form.sent.at(-1)!.contact), ['email', 'utm_source', 'consent'])
  })

  test('is left out if its value is invalid, before it is sent or by the proxy’s response', async t => {
    t.mock.method(console, 'warn', () => {})
    const form = new ScriptedForm()
    const input = {...snapshot.input, tags: ['x'.repeat(101)]}
    form.finds([{field: 'tags', code: 'too_long'}])
    form.validationEnds = Promise.resolve().then(() => form.accepts({email: 'ada@example.com', room: 'sea'}))
    form.responses = [new Problem('contact_invalid', {issues: [{field: 'room', code: 'too_long'}]})]
    assert.deepEqual(await form.submit({...snapshot, input}), {kind: 'sent', status: 'created'})
    assert.deepEqual(form.sent.at(-1)!.contact, {email: 'ada@example.com'})
  })

  test('is left out if its name is none that the proxy repeats', async t => {
    t.mock.method(console, 'warn', () => {})
    const form = new ScriptedForm()
    form.accepts({email: 'ada@example.com', 'shoe size': 42, 'Loyalty-Level': 1})
    form.responses = [notAllowed('contact')]
    assert.deepEqual(await form.submit(snapshot), {kind: 'sent', status: 'created'})
    assert.deepEqual(form.sent.at(-1)!.contact, {email: 'ada@example.com', 'Loyalty-Level': 1})
  })

  test('is left out in a retry too', async t => {
    t.mock.method(console, 'warn', () => {})
    const form = new ScriptedForm()
    form.accepts({email: 'ada@example.com', tags: ['a']})
    form.responses = [new TypeError('Failed to fetch'), notAllowed('tags')]
    await form.submit(snapshot)
    assert.deepEqual(await form.controller.retry(), {kind: 'sent', status: 'created'})
    assert.deepEqual(form.sent.at(-1)!.contact, {email: 'ada@example.com'})
  })

  test('is left out once: the submission fails if the proxy goes on refusing it', async t => {
    t.mock.method(console, 'warn', () => {})
    t.mock.method(console, 'error', () => {})
    const form = new ScriptedForm()
    form.accepts({email: 'ada@example.com', utm_source: 'letter'})
    form.responses = Array.from({length: 5}, () => notAllowed('utm_source'))
    assert.deepEqual(await form.submit(snapshot), {kind: 'failed', code: 'contact_invalid', status: 422})
    assert.equal(form.sent.length, 2)
  })

  for (const name of ['email', 'phone_number', 'phone_countrycode', 'gdpr_accept_terms'])
    test(`is never left out if it is essential: ${name}`, async t => {
      t.mock.method(console, 'error', () => {})
      const form = new ScriptedForm()
      const contact = {email: 'a@b.co', phone_number: '1', phone_countrycode: '44', gdpr_accept_terms: true}
      form.accepts(contact)
      form.responses = [notAllowed(name)]
      assert.equal((await form.submit(snapshot)).kind, 'failed')
      assert.deepEqual(
        form.sent.map(sent => sent.contact),
        [contact],
      )
    })
})

suite('the idempotency key', () => {
  test('stays for the same contact', async () => {
    const form = new ScriptedForm()
    form.responses = [new Problem('refused'), new TypeError('Failed to fetch')]
    for (let attempt = 0; attempt < 3; attempt += 1) await form.submit(snapshot)
    assert.equal(new Set(form.keys).size, 1)
  })

  test('changes with the contact', async () => {
    const form = new ScriptedForm()
    form.responses = [new Problem('refused')]
    await form.submit(snapshot)
    form.accepts({email: 'grace@example.com'})
    await form.submit(snapshot)
    assert.notEqual(form.keys[0], form.keys[1])
  })

  test('changes with a reset', async () => {
    const form = new ScriptedForm()
    await form.submit(snapshot)
    form.controller.reset()
    await form.submit(snapshot)
    assert.notEqual(form.keys[0], form.keys[1])
  })
})

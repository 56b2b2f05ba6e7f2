import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {Problem, type Receipt} from '../../../src/contact/wire.ts'
import type {FormSnapshot} from '../../../src/element/session/request-body.ts'
import {defer, type Deferred} from '../../support/deferred.ts'
import {ScriptedForm, snapshot} from '../../support/scripted-form.ts'

/** A form that was not sent, because the proxy was not reached. */
async function createFailed(): Promise<ScriptedForm> {
  const form = new ScriptedForm()
  form.responses = [new TypeError('Failed to fetch')]
  await form.submit(snapshot)
  form.states.length = 0
  return form
}

suite('retry', () => {
  test('sends the same contact to the same endpoint under the same key, and is done', async () => {
    const form = await createFailed()
    form.accepts({email: 'grace@example.com'}) // typed without an event
    form.responses = [{status: 'accepted'}]
    assert.deepEqual(await form.controller.retry(), {kind: 'sent', status: 'accepted'})
    assert.deepEqual(form.sent[0], form.sent[1])
    assert.deepEqual([form.phases, form.state.sent!.key], [['done'], form.sent[0]!.key])
  })

  for (const error of [new TypeError('Failed to fetch'), new Problem('store_unavailable')])
    test(`goes on after ${error.message}, and shows nothing`, async () => {
      const form = await createFailed()
      form.responses = [error]
      assert.equal(await form.controller.retry(), undefined)
      assert.deepEqual([form.state.retries, form.states], [true, []])
      assert.deepEqual(await form.controller.retry(), {kind: 'sent', status: 'created'})
    })

  test('ends with a failure that does not pass, and the first failure stays shown', async () => {
    const form = await createFailed()
    form.responses = [new Problem('rate_limited')]
    assert.equal(await form.controller.retry(), undefined)
    assert.deepEqual(form.state, {phase: 'editing', issues: {}, failure: 'offline', retries: false})
    assert.equal(await form.controller.retry(), undefined)
    assert.equal(form.sent.length, 2)
  })

  test('ends with an edit, and the failure stays shown', async () => {
    const form = await createFailed()
    form.controller.edit(() => snapshot)
    assert.deepEqual(form.state, {phase: 'editing', issues: {}, failure: 'offline', retries: false})
    assert.equal(await form.controller.retry(), undefined)
    assert.equal(form.sent.length, 1)
  })

  test('does not begin for a submission that was edited while it was sent', async () => {
    const form = new ScriptedForm()
    const {promise, reject} = defer<Receipt>()
    form.responses = [promise]
    const submitted = form.submit(snapshot)
    await new Promise(setImmediate) // it is being sent
    form.controller.edit(() => snapshot)
    reject(new TypeError('Failed to fetch'))
    await submitted
    assert.deepEqual([form.state.failure, form.state.retries], ['offline', false])
    assert.equal(await form.controller.retry(), undefined)
    assert.equal(form.sent.length, 1)
  })

  for (const ends of ['succeeds', 'fails'] as const)
    test(`that ${ends} after an edit changes nothing`, async () => {
      const form = await createFailed()
      const {promise, resolve, reject} = defer<Receipt>()
      form.responses = [promise]
      const retry = form.controller.retry()
      form.controller.edit(() => snapshot)
      if (ends === 'succeeds') resolve({status: 'created'})
      else reject(new Problem('refused'))
      assert.equal(await retry, undefined)
      assert.deepEqual(form.state, {phase: 'editing', issues: {}, failure: 'offline', retries: false})
    })

  test('that fails after the visitor’s own submission has failed leaves that one to be retried', async () => {
    const form = await createFailed()
    const {promise, reject} = defer<Receipt>()
    form.responses = [promise, new TypeError('Failed to fetch')]
    const retry = form.controller.retry()
    await form.submit(snapshot)
    reject(new Problem('refused'))
    await retry
    assert.equal(form.state.retries, true)
    assert.deepEqual(await form.controller.retry(), {kind: 'sent', status: 'created'})
  })

  test('sends nothing while the visitor’s own submission is under way', async () => {
    const form = await createFailed()
    const {promise, resolve} = defer<Receipt>()
    form.responses = [promise]
    const submission = form.submit(snapshot)
    assert.equal(await form.controller.retry(), undefined)
    resolve({status: 'created'})
    await submission
    assert.equal(form.sent.length, 2)
  })

  test('sends nothing before a submission, after a success and after a reset', async () => {
    const form = new ScriptedForm()
    await form.controller.retry()
    await form.submit(snapshot)
    await form.controller.retry()
    assert.equal(form.sent.length, 1)
    const failed = await createFailed()
    failed.controller.reset()
    await failed.controller.retry()
    assert.equal(failed.sent.length, 1)
  })
})

suite('reset', () => {
  test('removes errors, warnings and failure', async () => {
    const form = await createFailed()
    form.finds([{field: 'email', code: 'email_invalid'}])
    form.controller.report(snapshot)
    assert.deepEqual(form.state.issues, {email: 'email_invalid'})
    form.controller.reset()
    assert.deepEqual(form.state, {phase: 'editing', issues: {}})
  })

  const responses: [title: string, settle: (sent: Deferred<Receipt>) => void][] = [
    ['a success', ({resolve}) => resolve({status: 'created'})],
    ['a failure', ({reject}) => reject(new Problem('refused'))],
    [
      'an error of a droppable field',
      ({reject}) => reject(new Problem('contact_invalid', {issues: [{field: 'utm_source', code: 'not_allowed'}]})),
    ],
  ]
  for (const [title, settle] of responses)
    test(`ignores ${title} of the submission under way`, async () => {
      const form = new ScriptedForm()
      const sent = defer<Receipt>()
      form.responses = [sent.promise]
      const submission = form.submit(snapshot)
      await new Promise(setImmediate) // it is being sent
      form.controller.reset()
      settle(sent)
      assert.deepEqual(await submission, {kind: 'canceled'})
      assert.deepEqual([form.state, form.sent.length], [{phase: 'editing', issues: {}}, 1])
    })

  test('while the form is read keeps it from being sent, also if reading it fails', async () => {
    for (const end of ['resolve', 'reject'] as const) {
      const form = new ScriptedForm()
      const reading = defer<FormSnapshot>()
      const submission = form.controller.submit(() => reading.promise)
      form.controller.reset()
      if (end === 'resolve') reading.resolve(snapshot)
      else reading.reject(new Error('of a script of the page'))
      assert.deepEqual(await submission, {kind: 'canceled'})
      assert.deepEqual([form.state, form.sent], [{phase: 'editing', issues: {}}, []])
    }
  })

  test('during the validation keeps the form from being sent', async () => {
    const form = new ScriptedForm()
    const {promise, resolve} = defer<void>()
    form.validationEnds = promise
    const submission = form.submit(snapshot)
    form.controller.reset()
    resolve()
    assert.deepEqual(await submission, {kind: 'canceled'})
    assert.deepEqual([form.state, form.sent], [{phase: 'editing', issues: {}}, []])
  })
})

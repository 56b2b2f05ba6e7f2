import assert from 'node:assert/strict'
import {suite, test} from 'node:test'
import {createFormRenderer, toValues} from '../../../src/proxy/http/form-again.ts'
import type {LogEvent} from '../../../src/proxy/index.ts'
import type {RefusedForm} from 'contact-signup/prerender'

const prerendered = {attributes: {}, lang: 'en', messages: {}, slots: {}}
const context = {language: 'en', prerendered, values: {email: 'ada@'}}
const rendered = {html: '<contact-signup></contact-signup>', styles: ''}

/** A renderer whose forms are kept, with a clock that a test sets. */
function createRenderer() {
  const forms: RefusedForm[] = []
  const clock = {nowMs: 5_000}
  const renderForm = createFormRenderer(
    async form => {
      forms.push(form)
      return rendered
    },
    () => {},
    () => clock.nowMs,
  )
  return {forms, clock, renderForm}
}

suite('createFormRenderer', () => {
  test('passes on what was posted, and names the errors of the phone’s parts by the phone', async () => {
    const {forms, renderForm} = createRenderer()
    const issues = (['phone_country', 'phone_number', 'email'] as const).map(field => ({
      field,
      code: 'required' as const,
    }))
    assert.equal(await renderForm(context, issues), rendered)
    assert.deepEqual(forms, [
      {
        prerendered,
        values: context.values,
        issues: ['phone', 'phone', 'email'].map(field => ({field, code: 'required'})),
        action: '#',
      },
    ])
  })

  test('renders no form that was not prerendered', async () => {
    const {forms, renderForm} = createRenderer()
    assert.equal(await renderForm({language: 'en', values: {}}, []), undefined)
    assert.deepEqual(forms, [])
  })

  test('logs where it failed, and nothing that was typed', async () => {
    const events: LogEvent[] = []
    const renderForm = createFormRenderer(
      async ({values}) => Promise.reject(new Error(String(values.email))),
      event => void events.push(event),
    )
    assert.equal(await renderForm(context, []), undefined)
    assert.deepEqual(
      events.map(({level, event}) => [level, event]),
      [['error', 'form_not_rendered']],
    )
    assert.match(String(events[0]!.fault), /rendering\.test\.ts/)
    assert.doesNotMatch(String(events[0]!.fault), /ada@/)
  })

  test('renders at most twenty forms a second', async () => {
    const {forms, clock, renderForm} = createRenderer()
    const renderMany = () => Promise.all(Array.from({length: 25}, () => renderForm(context, [])))
    assert.equal((await renderMany()).filter(Boolean).length, 20)
    clock.nowMs += 999
    assert.equal((await renderMany()).filter(Boolean).length, 0)
    clock.nowMs += 1
    assert.equal((await renderMany()).filter(Boolean).length, 20)
    assert.equal(forms.length, 40)
  })
})

test('toValues keeps text and boxes by the names of their controls, without bot signals', () =>
  assert.deepEqual(
    toValues({
      email: 'ada@',
      gdpr_accept_terms: true,
      tags: ['one'],
      more_comments: 'x',
      form_proof: 'x',
      consent: {page: 'https://ok.example/', terms: ['a', 'b']},
    }),
    {email: 'ada@', gdpr_accept_terms: true, 'consent.page': 'https://ok.example/'},
  ))

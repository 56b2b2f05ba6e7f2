import {assert} from 'chai'
import type {ContactSignupSuccessEvent} from '../../src/index.ts'
import {show, type Page} from '../support/page.ts'

const guide = await (await fetch('/src/element/analytics.md')).text()

/** The script of a recipe, by its heading. */
function recipe(heading: string): string {
  const found = new RegExp(`\n## ${heading}\n[^]*?\`\`\`js\n([^]*?)\`\`\``).exec(guide)
  return found![1]!
}

type Globals = Record<string, unknown>

/** Runs a recipe with the global function of its service, which records calls and runs what it is given to call back. */
function run(heading: string, name: string): unknown[][] {
  const calls: unknown[][] = []
  ;(globalThis as Globals)[name] = (...call: unknown[]) => {
    calls.push(call)
    callBack(call)
  }
  script(recipe(heading))
  return calls
}

/** As the page's own script does. */
function script(code: string): void {
  const element = document.createElement('script')
  element.textContent = code
  document.head.append(element)
  element.remove()
}

/** Calls what a service calls after it has sent an event. */
function callBack(sent: unknown): void {
  for (const value of Object.values(Object(sent) as Globals))
    if (typeof value === 'function') value()
    else if (Object(value) === value) callBack(value)
}

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown[]

/** Signs up, and returns the event, whose listeners have to be done without its timeout. */
async function signUp(): Promise<{page: Page; event: ContactSignupSuccessEvent}> {
  const page = await show('<contact-signup id="footer"></contact-signup>')
  await page.fill()
  const event = await page.submitted<ContactSignupSuccessEvent>()
  const start = performance.now()
  await event.listenersDone
  assert.isBelow(performance.now() - start, 900)
  assert.match(event.requestId!, /^[0-9a-f-]{36}$/)
  return {page, event}
}

suite('the recipe for', () => {
  test('Google Tag Manager pushes generate_lead', async () => {
    const pushed: unknown[] = []
    const layer = {push: (entry: unknown) => (pushed.push(entry), callBack(entry))}
    ;(globalThis as Globals).dataLayer = layer
    script(recipe('Google Tag Manager'))
    const {event} = await signUp()
    assert.deepEqual(json(pushed), [
      {event: 'generate_lead', form_id: 'footer', lead_id: event.requestId, eventTimeout: 800},
    ])
  })

  test('Google Analytics 4 sends a step each, in order', async () => {
    const calls = run('Google Analytics 4', 'gtag')
    await signUp()
    assert.deepEqual(json(calls), [
      ['event', 'form_view', {form_id: 'footer'}],
      ['event', 'form_start', {form_id: 'footer'}],
      ['event', 'generate_lead', {form_id: 'footer'}],
    ])
  })

  test('consent mode denies everything until the visitor agrees', async () => {
    const calls = run('Consent mode', 'gtag')
    ;(globalThis as unknown as {onVisitorAgrees(): void}).onVisitorAgrees()
    const denied = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']
    assert.deepEqual(json(calls), [
      ['consent', 'default', Object.fromEntries(denied.map(name => [name, 'denied']))],
      ['consent', 'update', {analytics_storage: 'granted'}],
    ])
  })

  test('Matomo tracks a step each', async () => {
    script(recipe('Matomo'))
    await signUp()
    assert.deepEqual(
      (globalThis as Globals)._paq,
      ['view', 'start', 'success'].map(step => ['trackEvent', 'Signup', step, 'footer']),
    )
  })

  test('Plausible sends the goal', async () => {
    const calls = run('Plausible', 'plausible')
    await signUp()
    assert.deepEqual(json(calls), [['Signup', {props: {form: 'footer'}}]])
  })

  test('Meta tracks a lead under its id', async () => {
    const calls = run('Meta', 'fbq')
    const {event} = await signUp()
    assert.deepEqual(json(calls), [['track', 'Lead', {content_name: 'footer'}, {eventID: event.requestId}]])
  })
})

import assert from 'node:assert/strict'
import {afterEach, beforeEach, mock, suite, test} from 'node:test'
import {setImmediate as nextTask} from 'node:timers/promises'
import {Retrier} from '../../../src/element/session/retrier.ts'
import {defer} from '../../support/deferred.ts'

const page = new EventTarget() as Window
const tab = Object.assign(new EventTarget(), {hidden: false})
const browserGlobals = {addEventListener: page.addEventListener.bind(page), document: tab}

/** The attempts that were begun. */
let attempts = 0
/** The outcome of each attempt: whether to go on. */
let outcome: boolean | Promise<boolean> = true
let retrier: Retrier

beforeEach(() => {
  mock.timers.enable({apis: ['setTimeout']})
  mock.method(Math, 'random', () => 1) // the longest delay
  Object.assign(globalThis, browserGlobals)
  tab.hidden = false
  attempts = 0
  outcome = true
  retrier = new Retrier(async () => {
    attempts += 1
    return outcome
  })
})

afterEach(() => {
  retrier.stop()
  for (const name of Object.keys(browserGlobals)) Reflect.deleteProperty(globalThis, name)
  mock.reset()
})

/** Lets time pass, and an attempt end that begins within it. */
async function pass(milliseconds: number): Promise<void> {
  mock.timers.tick(milliseconds)
  await nextTask()
}

async function emit(target: EventTarget, type: string): Promise<void> {
  target.dispatchEvent(new Event(type))
  await nextTask()
}

suite('a retrier', () => {
  test('makes no attempt before it is started', async () => {
    await pass(600_000)
    await emit(page, 'online')
    assert.equal(attempts, 0)
  })

  for (const [random, delayMs] of [
    [0, 1_500],
    [0.5, 2_250],
    [1, 3_000],
  ] as const)
    test(`makes the first attempt after ${delayMs} ms if the jitter is ${random}`, async () => {
      mock.method(Math, 'random', () => random)
      retrier.start()
      await pass(delayMs - 1)
      assert.equal(attempts, 0)
      await pass(1)
      assert.equal(attempts, 1)
    })

  test('doubles the delay after each attempt, up to a minute', async () => {
    retrier.start()
    const delaysMs = [3_000, 6_000, 12_000, 24_000, 48_000, 60_000, 60_000]
    for (const [index, delayMs] of delaysMs.entries()) {
      await pass(delayMs - 1)
      assert.equal(attempts, index)
      await pass(1)
      assert.equal(attempts, index + 1)
    }
  })

  test('begins with the first delay when it is started again', async () => {
    retrier.start()
    for (const delayMs of [3_000, 6_000, 12_000]) await pass(delayMs)
    retrier.start()
    await pass(3_000)
    assert.equal(attempts, 4)
  })

  test('stops when an attempt resolves to false, and then ignores events', async () => {
    outcome = false
    retrier.start()
    await pass(3_000)
    await pass(600_000)
    await emit(page, 'online')
    await emit(tab, 'visibilitychange')
    assert.equal(attempts, 1)
  })

  test('ignores time and events once it is stopped', async () => {
    retrier.start()
    retrier.stop()
    await pass(600_000)
    await emit(page, 'online')
    await emit(tab, 'visibilitychange')
    assert.equal(attempts, 0)
  })
})

suite('an event', () => {
  for (const [type, target] of [
    ['online', page],
    ['visibilitychange', tab],
  ] as const) {
    test(`${type} makes an attempt at once, in place of the one that was due`, async () => {
      retrier.start()
      await pass(2_000)
      await emit(target, type)
      assert.equal(attempts, 1)
      await pass(5_999)
      assert.equal(attempts, 1, 'the next one is due after 6 s')
      await pass(1)
      assert.equal(attempts, 2)
    })

    test(`${type} makes no second attempt during one`, async () => {
      const {promise, resolve} = defer<boolean>()
      outcome = promise
      retrier.start()
      await emit(target, type)
      await emit(target, type)
      await pass(600_000)
      assert.equal(attempts, 1)
      resolve(true)
      await nextTask()
      await pass(6_000)
      assert.equal(attempts, 2)
    })

    test(`${type} makes one attempt after several starts`, async () => {
      for (let starts = 0; starts < 3; starts += 1) retrier.start()
      outcome = false
      await emit(target, type)
      assert.equal(attempts, 1)
    })
  }

  test('visibilitychange makes no attempt if the page is now hidden', async () => {
    retrier.start()
    tab.hidden = true
    await emit(tab, 'visibilitychange')
    assert.equal(attempts, 0)
  })
})

suite('during an attempt', () => {
  for (const goesOn of [true, false])
    test(`a stop ends the retries if the attempt then resolves to ${goesOn}`, async () => {
      const {promise, resolve} = defer<boolean>()
      outcome = promise
      retrier.start()
      await pass(3_000)
      retrier.stop()
      resolve(goesOn)
      await nextTask()
      await pass(600_000)
      await emit(page, 'online')
      assert.equal(attempts, 1)
    })

  for (const goesOn of [true, false])
    test(`a new start goes on if the attempt then resolves to ${goesOn}`, async () => {
      const {promise, resolve} = defer<boolean>()
      outcome = promise
      retrier.start()
      await pass(3_000)
      retrier.start()
      resolve(goesOn)
      await nextTask()
      outcome = false
      await pass(6_000)
      assert.equal(attempts, 2)
    })
})

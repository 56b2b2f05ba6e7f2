import type {Browser, Page} from 'playwright-core'
import {keysOf} from './keys.ts'
import {timeKeys, watchKeys} from './keystrokes.ts'
import {arrange, situations, type Situation} from './situations.ts'
import {focusControl, openForms, openStage} from './stage.ts'
import {openCpuTimer} from './work.ts'

/** Times of the same keys in a field of the form and in a bare control of the same kind. */
export interface FieldTimes {
  field: string
  own: Partial<Record<Situation, number[]>>
  bare: number[]
}

interface Plan {
  /** The number of forms on the page. */
  forms: number
  rounds: number
  fields: readonly string[]
}

/** Types keys and resolves with the time of each, or with one average. */
type Measure = (page: Page, keys: readonly string[]) => Promise<number[]>

/** Milliseconds from each key to the next painted frame, in each field of one of the forms, in each situation. */
export async function timeFields(browser: Browser, url: string, {forms, rounds, fields}: Plan): Promise<FieldTimes[]> {
  const all = fields.map(toFieldTimes)
  for (let round = 0; round < rounds; round++) {
    await using stage = await openStage(browser, url, forms)
    await watchKeys(stage.page)
    await measureFields(stage.page, all, timeKeys)
  }
  return all
}

/** Average CPU time of a key in milliseconds. Not slowed: CPU time would include the throttling. */
export async function workFields(browser: Browser, url: string, {forms, rounds, fields}: Plan): Promise<FieldTimes[]> {
  const all = fields.map(toFieldTimes)
  const cpuTimer = await openCpuTimer(browser)
  for (let round = 0; round < rounds; round++) {
    await using stage = await openStage(browser, url, forms)
    await stage.cdp.send('Emulation.setCPUThrottlingRate', {rate: 1})
    await measureFields(stage.page, all, cpuTimer)
  }
  return all
}

/** Milliseconds of the first keys on a page, while the validator is loading. */
export async function timeFirstKeys(
  browser: Browser,
  url: string,
  {forms, rounds, fields}: Plan,
): Promise<FieldTimes[]> {
  const all = fields.map(toFieldTimes)
  for (let round = 0; round < rounds; round++)
    for (const {field, own} of all) {
      await using slow = await openForms(browser, url, forms)
      await watchKeys(slow.page)
      await focusControl(slow.page, field, false)
      own.quiet = [...(own.quiet ?? []), ...(await timeKeys(slow.page, keysOf(field).slice(0, 6)))]
    }
  return all
}

async function measureFields(page: Page, all: readonly FieldTimes[], measure: Measure): Promise<void> {
  for (const {field, own, bare} of all)
    for (const situation of situations) {
      const keys = keysOf(field)
      await focusControl(page, field, true)
      bare.push(...(await measure(page, keys)))
      await arrange(page, situation, field)
      await focusControl(page, field, false)
      own[situation] = [...(own[situation] ?? []), ...(await measure(page, keys))]
    }
}

const toFieldTimes = (field: string): FieldTimes => ({field, own: {}, bare: []})

import type {Browser, Page} from 'playwright-core'
import {keysOf} from './keys.ts'
import {timeKeys, watchKeys} from './keystrokes.ts'
import {arrange, situations, type Situation} from './situations.ts'
import {focusControl, openForms, openStage} from './stage.ts'
import {openClock} from './work.ts'

/** What the same keys took, here and in a bare control of the same kind. */
export interface Twins {
  field: string
  own: Partial<Record<Situation, number[]>>
  bare: number[]
}

interface Plan {
  /** How many are on the page. */
  forms: number
  rounds: number
  fields: readonly string[]
}

/** What keys take, each or all together. */
type Measure = (page: Page, keys: readonly string[]) => Promise<number[]>

/** Milliseconds from each key to its picture, in each field of one of the forms, in each situation. */
export async function timeFields(browser: Browser, url: string, {forms, rounds, fields}: Plan): Promise<Twins[]> {
  const all = fields.map(toTwins)
  for (let round = 0; round < rounds; round++) {
    await using stage = await openStage(browser, url, forms)
    await watchKeys(stage.page)
    await measureTwins(stage.page, all, timeKeys)
  }
  return all
}

/** Milliseconds of work for a key on the average, on a processor that is not slowed: its clock would count that too. */
export async function workFields(browser: Browser, url: string, {forms, rounds, fields}: Plan): Promise<Twins[]> {
  const all = fields.map(toTwins)
  const clock = await openClock(browser)
  for (let round = 0; round < rounds; round++) {
    await using stage = await openStage(browser, url, forms)
    await stage.cdp.send('Emulation.setCPUThrottlingRate', {rate: 1})
    await measureTwins(stage.page, all, clock)
  }
  return all
}

/** Milliseconds of a page's very first keys, while all that judges is on its way: into a field of an untouched form. */
export async function timeFirstKeys(browser: Browser, url: string, {forms, rounds, fields}: Plan): Promise<Twins[]> {
  const all = fields.map(toTwins)
  for (let round = 0; round < rounds; round++)
    for (const {field, own} of all) {
      await using slow = await openForms(browser, url, forms)
      await watchKeys(slow.page)
      await focusControl(slow.page, field, false)
      own.quiet = [...(own.quiet ?? []), ...(await timeKeys(slow.page, keysOf(field).slice(0, 6)))]
    }
  return all
}

async function measureTwins(page: Page, all: readonly Twins[], measure: Measure): Promise<void> {
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

const toTwins = (field: string): Twins => ({field, own: {}, bare: []})

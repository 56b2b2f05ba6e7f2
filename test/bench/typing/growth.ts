import type {SlowPage} from '../support/slow-page.ts'
import {median, rotate} from '../support/statistics.ts'

/** Milliseconds of one form, by the number of forms that are created at once. */
export interface Growth {
  what: string
  perForm: Record<number, number>
}

const counts = [100, 200, 400, 800]

/** Creates each number of forms at once, in a different order each round, and takes the medians. */
export async function timeGrowth({page, cdp}: SlowPage, rounds: number): Promise<Growth[]> {
  const made: Record<number, number[]> = {}
  const laidOut: Record<number, number[]> = {}
  await page.evaluate(makeForms, counts.at(-1)!) // warm-up: compiles the code and grows the heap
  for (let round = 0; round < rounds; round++)
    for (const count of rotate(counts, round)) {
      await cdp.send('HeapProfiler.collectGarbage') // removed forms slow the browser down until they are collected
      const times = await page.evaluate(makeForms, count)
      ;(made[count] ??= []).push(times.made / count)
      ;(laidOut[count] ??= []).push(times.laidOut / count)
    }
  const toMedians = (all: Record<number, number[]>) =>
    Object.fromEntries(Object.entries(all).map(([count, times]) => [count, median(times)]))
  return [
    {what: 'created and rendered', perForm: toMedians(made)},
    {what: 'and laid out', perForm: toMedians(laidOut)},
  ]
}

async function makeForms(count: number): Promise<{made: number; laidOut: number}> {
  const stage = document.querySelector('main')!
  const start = performance.now()
  const forms = Array.from({length: count}, () => document.createElement('contact-signup'))
  stage.append(...forms)
  await Promise.all(forms.map(form => form.updateComplete))
  const made = performance.now() - start
  stage.getBoundingClientRect()
  const laidOut = performance.now() - start
  stage.replaceChildren()
  await new Promise(resolve => setTimeout(resolve, 100))
  return {made, laidOut}
}

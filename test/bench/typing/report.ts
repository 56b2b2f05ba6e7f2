import {quantile} from '../support/statistics.ts'
import {toTable} from '../support/table.ts'
import type {FieldTimes} from './fields.ts'
import type {Growth} from './growth.ts'
import type {LeakResult} from './leaks.ts'
import {situations} from './situations.ts'

/** Limit of the 98th percentile of key times. */
const keyTimeLimitMs = 50
/** Limit of the heap's growth after all forms are removed, as a share. */
const maxHeapGrowth = 0.05
/** Limit of the cost of a form among many, relative to one among few; a smaller difference is noise. */
const maxCostRatio = 1.25

const toVerdict = (isMet: boolean): string => (isMet ? 'ok' : 'over')
const toText = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits)
const p98 = (times: readonly number[]): number => quantile(times, 0.98)
const longest = (times: readonly number[]): number => quantile(times, 1)

/** The form's times, those of the bare control, and their ratios. */
export function toFieldTable(all: readonly FieldTimes[]): string {
  const rows = all.map(({field, own, bare}) => {
    const times = Object.values(own).flat()
    const numbers = [
      quantile(times, 0.5),
      p98(times),
      longest(times),
      ...situations.map(situation => p98(own[situation] ?? [])),
      p98(bare),
      longest(bare),
    ]
    const ratios = [p98(times) / p98(bare), mean(times) / mean(bare)]
    return [
      field,
      String(times.length),
      ...numbers.map(number => toText(number)),
      ...ratios.map(ratio => toText(ratio, 2)),
      toVerdict(p98(times) <= keyTimeLimitMs),
    ]
  })
  return toTable([
    [
      'field',
      'keys',
      'p50',
      'p98',
      'max',
      ...situations.map(situation => `${situation} p98`),
      'bare p98',
      'max',
      'p98 ratio',
      'mean ratio',
      `p98 ≤ ${keyTimeLimitMs}`,
    ],
    ...rows,
  ])
}

export function toWorkTable(all: readonly FieldTimes[]): string {
  const rows = all.map(({field, own, bare}) => {
    const numbers = [
      ...situations.map(situation => mean(own[situation] ?? [])),
      mean(bare),
      mean(Object.values(own).flat()) / mean(bare),
    ]
    return [field, ...numbers.map(number => toText(number, 2))]
  })
  return toTable([['field', ...situations, 'bare', 'ratio'], ...rows])
}

export function toFirstKeyTable(all: readonly FieldTimes[]): string {
  const rows = all.map(({field, own: {quiet = []}}) => {
    const numbers = [quantile(quiet, 0.5), p98(quiet), longest(quiet)]
    return [
      field,
      String(quiet.length),
      ...numbers.map(number => toText(number)),
      toVerdict(p98(quiet) <= keyTimeLimitMs),
    ]
  })
  return toTable([['field', 'keys', 'p50', 'p98', 'max', `p98 ≤ ${keyTimeLimitMs}`], ...rows])
}

export function toLeakTable(all: readonly LeakResult[]): string {
  const rows = all.map(({way, count, before, after}) => {
    const kept = after.heap / before.heap - 1
    const change = (name: keyof typeof after, unit = 1) =>
      `${toText(before[name] / unit)} → ${toText(after[name] / unit)}`
    // A few are noise; a leak grows with each form.
    const isFew = (name: 'nodes' | 'listeners') => after[name] - before[name] <= count / 100
    const changes = [
      change('heap', 1024),
      `${toText(kept * 100, 1)} %`,
      change('browser', 1024),
      change('nodes'),
      change('listeners'),
    ]
    return [way, String(count), ...changes, toVerdict(kept <= maxHeapGrowth && isFew('nodes') && isFew('listeners'))]
  })
  return toTable([
    ['way', 'forms', 'heap kB', 'kept', 'browser kB', 'nodes', 'listeners', `≤ ${maxHeapGrowth * 100} %`],
    ...rows,
  ])
}

export function toGrowthTable(all: readonly Growth[]): string {
  const rows = all.map(({what, perForm}) => {
    const each = Object.values(perForm)
    const ratio = each.at(-1)! / each[0]!
    return [what, ...each.map(value => toText(value, 3)), toText(ratio, 2), toVerdict(ratio <= maxCostRatio)]
  })
  const counts = Object.keys(all[0]?.perForm ?? {})
  return toTable([['ms per form among', ...counts, 'last / first', `≤ ${maxCostRatio}`], ...rows])
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

import {quantile} from '../support/statistics.ts'
import {toTable} from '../support/table.ts'
import type {Twins} from './fields.ts'
import type {Growth} from './growth.ts'
import type {Remains} from './leaks.ts'
import {situations} from './situations.ts'

/** No key may take longer than this, in milliseconds, but for one in fifty. */
const slowest = 50
/** Nor may the heap keep more than this after all forms are gone, as a share. */
const mostKept = 0.05
/** Nor may a form among many cost more than this, in times of a form among few; less is noise. */
const mostGrowth = 1.25

const judge = (isFine: boolean): string => (isFine ? 'ok' : 'over')
const toText = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits)
const p98 = (times: readonly number[]): number => quantile(times, 0.98)
const longest = (times: readonly number[]): number => quantile(times, 1)

/** Beside the form's own times those of the bare twin, and how many times as long the form's are. */
export function toFieldTable(all: readonly Twins[]): string {
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
      judge(p98(times) <= slowest),
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
      `p98 ≤ ${slowest}`,
    ],
    ...rows,
  ])
}

export function toWorkTable(all: readonly Twins[]): string {
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

export function toFirstKeyTable(all: readonly Twins[]): string {
  const rows = all.map(({field, own: {quiet = []}}) => {
    const numbers = [quantile(quiet, 0.5), p98(quiet), longest(quiet)]
    return [field, String(quiet.length), ...numbers.map(number => toText(number)), judge(p98(quiet) <= slowest)]
  })
  return toTable([['field', 'keys', 'p50', 'p98', 'max', `p98 ≤ ${slowest}`], ...rows])
}

export function toLeakTable(all: readonly Remains[]): string {
  const rows = all.map(({way, count, before, after}) => {
    const kept = after.heap / before.heap - 1
    const change = (name: keyof typeof after, unit = 1) =>
      `${toText(before[name] / unit)} → ${toText(after[name] / unit)}`
    // A handful is noise; what every form leaves behind is not.
    const isFew = (name: 'nodes' | 'listeners') => after[name] - before[name] <= count / 100
    const changes = [
      change('heap', 1024),
      `${toText(kept * 100, 1)} %`,
      change('browser', 1024),
      change('nodes'),
      change('listeners'),
    ]
    return [way, String(count), ...changes, judge(kept <= mostKept && isFew('nodes') && isFew('listeners'))]
  })
  return toTable([
    ['way', 'forms', 'heap kB', 'kept', 'browser kB', 'nodes', 'listeners', `≤ ${mostKept * 100} %`],
    ...rows,
  ])
}

export function toGrowthTable(all: readonly Growth[]): string {
  const rows = all.map(({what, perForm}) => {
    const each = Object.values(perForm)
    const ratio = each.at(-1)! / each[0]!
    return [what, ...each.map(value => toText(value, 3)), toText(ratio, 2), judge(ratio <= mostGrowth)]
  })
  const counts = Object.keys(all[0]?.perForm ?? {})
  return toTable([['ms per form among', ...counts, 'last / first', `≤ ${mostGrowth}`], ...rows])
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

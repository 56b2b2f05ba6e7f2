import {quantile} from '../support/statistics.ts'
import {toTable} from '../support/table.ts'
import {columns, type Column} from './columns.ts'
import {pages, type Page} from './pages.ts'
import type {Measure, Measures} from './visit.ts'

/** Everything measured, by the page's name; one entry a round. */
export type Rounds = Record<string, Measures[]>

const ours = pages.find(({kind}) => kind === 'ours')!
const peers = pages.filter(({kind}) => kind === 'component' || kind === 'handmade')
const components = pages.filter(({kind}) => kind === 'component')

/** Medians, ratios and aims as text; with the spread, if wanted. */
export function toReport(measured: Rounds, verbose: boolean): string {
  const rounds = overBare(measured)
  const value: Value = ({name}, {measure}) => at(rounds, name, measure, 0.5)
  return [
    toTable([
      ['median', ...columns.map(({title}) => title)],
      ...pages.map(page => [page.title, ...columns.map(column => toCell(value(page, column), column))]),
    ]),
    toTable(toRatios(value)),
    toTable(toAims(value)),
    ...(verbose ? [toTable(toSpread(rounds))] : []),
  ].join('\n\n')
}

/** Of the heap, what the page has beyond that of the page without a script. */
function overBare(rounds: Rounds): Rounds {
  const bare = rounds['bare']!.map(({heap}) => heap)
  return Object.fromEntries(
    Object.entries(rounds).map(([name, list]) => [
      name,
      list.map((round, index) => ({...round, heap: round.heap - bare[index]!})),
    ]),
  )
}

type Value = (page: Page, column: Column) => number

/** How contact-signup compares: below 1 it is ahead. */
function toRatios(value: Value): string[][] {
  const to = (title: string, others: readonly Page[]) => [
    title,
    ...columns.map(column => {
      const best = Math.min(...others.map(other => value(other, column)).filter(Number.isFinite))
      return Number.isFinite(best) && best > 0 ? `${(value(ours, column) / best).toFixed(2)}×` : '–'
    }),
  ]
  const trivial = pages.filter(({name}) => name === 'trivial-lit')
  return [
    ['contact-signup to', ...columns.map(({title}) => title)],
    to('trivial Lit', trivial),
    to('best component peer', components),
    to('best of all peers', peers),
  ]
}

function toAims(value: Value): string[][] {
  const column = (measure: Measure) => columns.find(column => column.measure === measure)!
  const own = (measure: Measure) => value(ours, column(measure))
  const trivial = (measure: Measure) =>
    value(
      pages.find(({name}) => name === 'trivial-lit')!,
      column(measure),
    )
  const best = (measure: Measure) => Math.min(...components.map(page => value(page, column(measure))))
  const aims: [what: string, is: number, aim: number, digits: number][] = [
    ['first field, × trivial Lit', own('firstField') / trivial('firstField'), 1.15, 2],
    ['first field, × best component peer', own('firstField') / best('firstField'), 0.7, 2],
    ['script, × trivial Lit', own('script') / trivial('script'), 1.5, 2],
    ['focus→complaint, ms', own('complaint'), 330, 0],
    ['heap over bare HTML, kB', own('heap') / 1000, 250, 0],
    ['CLS', own('shift'), 0.03, 3],
  ]
  const verdict = (good: boolean) => (good ? 'PASS' : 'over')
  return [
    ['aim', 'is', 'at most', ''],
    ...aims.map(([what, is, aim, digits]) => [what, is.toFixed(digits), `${aim}`, verdict(is <= aim)]),
    ...columns.map(column => {
      const ahead = peers.filter(peer => value(peer, column) < value(ours, column)).map(({title}) => title)
      return [
        `no peer has less ${column.title}`,
        toCell(value(ours, column), column),
        ahead.join(', '),
        verdict(ahead.length === 0),
      ]
    }),
  ]
}

/** From the first to the third quarter of the rounds. */
function toSpread(rounds: Rounds): string[][] {
  return [
    ['quartiles', ...columns.map(({title}) => title)],
    ...pages.map(({name, title}) => [
      title,
      ...columns.map(column =>
        [0.25, 0.75].map(share => toCell(at(rounds, name, column.measure, share), column)).join('…'),
      ),
    ]),
  ]
}

const at = (rounds: Rounds, name: string, measure: Measure, share: number) =>
  quantile(
    rounds[name]!.map(round => round[measure]),
    share,
  )
const toCell = (value: number, {unit, digits}: Column) =>
  Number.isFinite(value) ? (value / unit).toFixed(digits) : '–'

import {minimum, quantile} from '../support/statistics.ts'
import {toTable} from '../support/table.ts'
import {toAims} from './aims.ts'
import {columns, toCell, type Column, type Medians} from './columns.ts'
import type {Page} from './pages.ts'
import type {Measure, Measures} from './visit.ts'

/** All measurements by the page's name, one entry a round. */
export type Rounds = Record<string, Measures[]>

/** Medians, ratios and aims as text; with the quartiles, if `verbose`. */
export function toReport(pages: readonly Page[], measured: Rounds, verbose: boolean): string {
  const rounds = overBare(measured)
  const medians: Medians = (page, {measure}) => (page ? at(rounds, page.name, measure, 0.5) : NaN)
  return [
    toTable([
      ['median', ...columns.map(({title}) => title)],
      ...pages.map(page => [page.title, ...columns.map(column => toCell(medians(page, column), column))]),
    ]),
    toTable(toRatios(pages, rounds, medians)),
    toTable(toAims(pages, medians)),
    ...(verbose ? [toTable(toQuartiles(pages, rounds))] : []),
  ].join('\n\n')
}

/** Replaces each heap by the difference to the page without a script in the same round; NaN without that page. */
function overBare(rounds: Rounds): Rounds {
  const bare = rounds['bare']?.map(({heap}) => heap) ?? []
  return Object.fromEntries(
    Object.entries(rounds).map(([name, list]) => [
      name,
      list.map((round, index) => ({...round, heap: round.heap - (bare[index] ?? NaN)})),
    ]),
  )
}

/** Compares contact-signup with the others: below 1 it is better. */
function toRatios(pages: readonly Page[], rounds: Rounds, medians: Medians): string[][] {
  const ours = pages.find(({kind}) => kind === 'ours')
  const to = (title: string, isOther: (page: Page) => boolean) => [
    title,
    ...columns.map(column => {
      const others = pages.filter(isOther).map(other => medians(other, column))
      return toRatio(medians(ours, column) / minimum(others))
    }),
  ]
  const earlier = pages.find(({kind}) => kind === 'earlier')
  const rows = [
    ...(ours && earlier
      ? [
          to(earlier.title, page => page === earlier),
          ['… of each round, quartiles', ...columns.map(column => toPairedQuartiles(rounds, [ours, earlier], column))],
        ]
      : []),
    to('trivial Lit', ({name}) => name === 'trivial-lit'),
    to('best component peer', ({kind}) => kind === 'component'),
    to('best of all peers', ({kind}) => kind === 'component' || kind === 'handmade'),
  ]
  return [
    ['contact-signup to', ...columns.map(({title}) => title)],
    ...rows.filter(([, ...cells]) => cells.some(cell => cell !== '–')),
  ]
}

/** Quartiles of the ratios within a round. A slower machine in some rounds moves both of its values alike. */
function toPairedQuartiles(rounds: Rounds, [page, other]: [Page, Page], {measure}: Column): string {
  const ratios = rounds[page.name]!.map((round, index) => round[measure] / rounds[other.name]![index]![measure])
  const [low, high] = [0.25, 0.75].map(share => quantile(ratios, share))
  return Number.isFinite(low) ? `${low!.toFixed(2)}…${high!.toFixed(2)}` : '–'
}

function toQuartiles(pages: readonly Page[], rounds: Rounds): string[][] {
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

const toRatio = (ratio: number) => (Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : '–')

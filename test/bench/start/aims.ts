import {minimum} from '../support/statistics.ts'
import {columns, toCell, type Column, type Medians} from './columns.ts'
import type {Page} from './pages.ts'
import type {Measure} from './visit.ts'

/** Rows of the table of aims. Aims that need a page which was not visited are left out. */
export function toAims(pages: readonly Page[], medians: Medians): string[][] {
  return [['aim', 'is', 'at most', ''], ...toLimits(pages, medians), ...toPeerRows(pages, medians)]
}

function toLimits(pages: readonly Page[], medians: Medians): string[][] {
  const value = (page: Page | undefined, measure: Measure) => medians(page, columnOf(measure))
  const ours = pages.find(({kind}) => kind === 'ours')
  const earlier = pages.find(({kind}) => kind === 'earlier')
  const [bare, prerendered] = ['bare', 'prerendered'].map(each => pages.find(({name}) => name === each))
  const best = (measure: Measure) =>
    minimum(pages.filter(({kind}) => kind === 'component').map(page => value(page, measure)))
  const own = (measure: Measure) => value(ours, measure)
  const limits: [aim: string, is: number, limit: number, digits: number][] = [
    ['first field, × before', own('firstField') / value(earlier, 'firstField'), 1.03, 2],
    ['script, × before', own('script') / value(earlier, 'script'), 1.15, 2],
    ['first field, × best component peer', own('firstField') / best('firstField'), 0.75, 2],
    ['heap over bare HTML, kB', own('heap') / 1000, 330, 0],
    ['CLS', own('shift'), 0.03, 3],
    ['prerendered, first field × bare HTML', value(prerendered, 'firstField') / value(bare, 'firstField'), 1.05, 2],
    ['prerendered, script × contact-signup', value(prerendered, 'script') / own('script'), 1.15, 2],
    ['prerendered, CLS', value(prerendered, 'shift'), 0, 3],
  ]
  return limits
    .filter(([, is]) => Number.isFinite(is))
    .map(([aim, is, limit, digits]) => [aim, is.toFixed(digits), `${limit}`, toVerdict(is <= limit)])
}

/** One row a column: the peers that are ahead of contact-signup in it. */
function toPeerRows(pages: readonly Page[], medians: Medians): string[][] {
  const ours = pages.find(({kind}) => kind === 'ours')
  const peers = pages.filter(({kind}) => kind === 'component' || kind === 'handmade')
  if (!ours || peers.length === 0) return []
  const measured = columns.filter(column => Number.isFinite(medians(ours, column)))
  return measured.map(column => {
    const ahead = peers.filter(peer => medians(peer, column) < medians(ours, column)).map(({title}) => title)
    return [
      `no peer has less ${column.title}`,
      toCell(medians(ours, column), column),
      ahead.join(', '),
      toVerdict(ahead.length === 0),
    ]
  })
}

const columnOf = (measure: Measure): Column => columns.find(column => column.measure === measure)!
const toVerdict = (isMet: boolean) => (isMet ? 'PASS' : 'over')

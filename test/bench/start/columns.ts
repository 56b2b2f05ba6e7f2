import type {Page} from './pages.ts'
import type {Measure} from './visit.ts'

/** A column of the report. Less is better in each. */
export interface Column {
  measure: Measure
  title: string
  /** The measured value is divided by it. */
  unit: number
  digits: number
}

export const columns: readonly Column[] = [
  {measure: 'firstField', title: 'first field ms', unit: 1, digits: 0},
  {measure: 'controls', title: 'controls ms', unit: 1, digits: 0},
  {measure: 'error', title: 'focus→error ms', unit: 1, digits: 0},
  {measure: 'bytesToControls', title: 'kB to controls', unit: 1000, digits: 1},
  {measure: 'bytesAtRest', title: 'kB at rest', unit: 1000, digits: 1},
  {measure: 'bytesAfterInteraction', title: 'kB after focus', unit: 1000, digits: 1},
  {measure: 'script', title: 'script ms', unit: 1, digits: 1},
  {measure: 'layout', title: 'layout ms', unit: 1, digits: 1},
  {measure: 'busy', title: 'main thread ms', unit: 1, digits: 0},
  {measure: 'blocking', title: 'blocking ms', unit: 1, digits: 0},
  {measure: 'shift', title: 'CLS', unit: 1, digits: 3},
  {measure: 'heap', title: 'heap over bare kB', unit: 1000, digits: 0},
]

/** The median of a page's rounds in a column; NaN if the page was not visited. */
export type Medians = (page: Page | undefined, column: Column) => number

export const toCell = (value: number, {unit, digits}: Column): string =>
  Number.isFinite(value) ? (value / unit).toFixed(digits) : '–'

import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {readElement} from '../../src/build/manifest.ts'

const guide = readFileSync('src/element/styling.md', 'utf8')
const element = readElement()

/** The cells of the table with a first heading, without the marks of code around a whole cell. */
function rowsUnder(heading: string): string[][] {
  const table = guide.split(`| ${heading} |`)[1]!.split('\n\n')[0]!
  return table
    .split('\n')
    .slice(2)
    .map(row => row.slice(2, -2).split(' | '))
    .map(cells => cells.map(cell => cell.replace(/^`([^`]*)`$/, '$1')))
}

const described = (items: readonly {name: string; description?: string}[] = []) =>
  items.map(({name, description}) => [name, description])

test('the guide describes every part as the manifest does, with an example', () => {
  const rows = rowsUnder('part')
  assert.deepEqual(
    rows.map(([name, what]) => [name, what]),
    described(element.cssParts),
  )
  for (const [name, , , example] of rows)
    assert.match(example!, new RegExp(`^::part\\(${name}(?: invalid)?\\) \\{ .+ \\}$`), name)
})

test('the guide says which parts carry `invalid`', () => {
  const carrying = rowsUnder('part').filter(([, , states]) => states!.replaceAll('`', '').startsWith('invalid'))
  const names = carrying.map(([name]) => name).join(' ')
  const field = 'field label optional required input hint error'
  assert.equal(names, `${field} phone field-phone_country field-phone_number country consent checkbox consent-text`)
})

test('the guide describes every custom property as the manifest does', () => {
  assert.deepEqual(
    rowsUnder('custom property').map(([name, , what]) => [name, what]),
    described(element.cssProperties),
  )
})

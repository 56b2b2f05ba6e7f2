import assert from 'node:assert/strict'
import {globSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'

const toFlush = (code: string) => code.replace(/^ +/gm, '').trim()
const apps = globSync(join(import.meta.dirname, 'apps/*/*.{ts,tsx,vue,svelte}')).map(file =>
  toFlush(readFileSync(file, 'utf8')),
)

/** Whether an app has all of an example, each of its paragraphs in one piece, however indented. */
const isTried = (code: string) =>
  apps.some(app => code.split('\n\n').every(paragraph => app.includes(toFlush(paragraph))))

for (const readme of ['README.md', 'test/frameworks/README.md'])
  test(`every example for a framework in ${readme} is part of a page that is tried`, () => {
    const examples = [...readFileSync(readme, 'utf8').matchAll(/```(?:tsx|vue|svelte|ts)\n(.*?)```/gs)].map(
      ([, code]) => code!,
    )
    assert.deepEqual(
      examples.filter(code => !isTried(code)),
      [],
    )
    if (readme.startsWith('test')) assert.equal(examples.length, 6)
  })

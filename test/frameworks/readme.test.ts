import assert from 'node:assert/strict'
import {globSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'

const withoutIndentation = (code: string) => code.replace(/^ +/gm, '').trim()
const apps = globSync(join(import.meta.dirname, 'apps/*/*.{ts,tsx,vue,svelte}')).map(file =>
  withoutIndentation(readFileSync(file, 'utf8')),
)

/** Whether an app contains each paragraph of an example, with any indentation. */
const isPartOfAnApp = (code: string) =>
  apps.some(app => code.split('\n\n').every(paragraph => app.includes(withoutIndentation(paragraph))))

for (const readme of ['README.md', 'test/frameworks/README.md'])
  test(`every example for a framework in ${readme} is part of an app`, () => {
    const examples = [...readFileSync(readme, 'utf8').matchAll(/```(?:tsx|vue|svelte|ts)\n(.*?)```/gs)].map(
      ([, code]) => code!,
    )
    assert.deepEqual(
      examples.filter(code => !isPartOfAnApp(code)),
      [],
    )
    if (readme.startsWith('test')) assert.equal(examples.length, 6)
  })

import assert from 'node:assert/strict'
import {globSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'

const withoutIndentation = (code: string) => code.replace(/^ +/gm, '').trim()
const isBuilt = (path: string) => /(?:^|[\\/])(?:node_modules|dist|\.(?:astro|next|nuxt|output|svelte-kit))$/.test(path)
const apps = globSync(join(import.meta.dirname, 'apps/**/*.{js,ts,tsx,vue,svelte,astro}'), {exclude: isBuilt}).map(
  file => withoutIndentation(readFileSync(file, 'utf8')),
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
    if (readme.startsWith('test')) assert.equal(examples.length, 11)
  })

test('the recipes that prerender on the servers of the tests are part of an app', () => {
  const recipes = [
    ...readFileSync('src/prerender/README.md', 'utf8').matchAll(/\*\*(?:Astro|SvelteKit|Nuxt)\*\*.*?```js\n(.*?)```/gs),
  ].map(([, code]) => code!)
  assert.equal(recipes.length, 3)
  assert.deepEqual(
    recipes.filter(code => !isPartOfAnApp(code)),
    [],
  )
})

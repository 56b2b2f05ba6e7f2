import assert from 'node:assert/strict'
import {test} from 'node:test'
import {minifyModule} from '../../src/build/minify-literals.ts'

const minify = async (code: string) => (await minifyModule(code, 'view.ts'))?.code ?? code
const rows: [what: string, source: string, minified: string][] = [
  ['collapses the white space of a template', 'html`<div>\n    <p>a</p>\n  </div>`', 'html`<div> <p>a</p> </div>`'],
  ['keeps a space between inline elements', 'html`<b>a</b>\n  <i>b</i>`', 'html`<b>a</b> <i>b</i>`'],
  ['keeps a space before and behind a slot', 'html`a <slot></slot> b`', 'html`a <slot></slot> b`'],
  ['keeps a space between expressions', 'html`<p>${a}\n  ${b}</p>`', 'html`<p>${a} ${b}</p>`'],
  ['keeps a space where a template begins', 'html`<small> ${a}</small>`', 'html`<small> ${a}</small>`'],
  ['adds no space that was not there', 'html`<label>${a}${b}</label>`', 'html`<label>${a}${b}</label>`'],
  ['keeps empty attributes', 'html`<option value="" lang="">-</option>`', 'html`<option value="" lang="">-</option>`'],
  [
    'keeps the bindings of properties, events and booleans',
    'html`<input .value=${a} ?required=${b} @input=${c}>`',
    'html`<input .value=${a} ?required=${b} @input=${c}>`',
  ],
  [
    'minifies templates within expressions',
    'html`<p>${a ? html`<b>\n\n</b>` : c}</p>`',
    'html`<p>${a ? html`<b> </b>` : c}</p>`',
  ],
  ['minifies what the compiler has put a space before', 'html `<p>\n  </p>`', 'html `<p> </p>`'],
  ['minifies style sheets', 'css`\n  a {\n    color: red;\n  }\n`', 'css`a{color:red}`'],
]
for (const [what, source, minified] of rows)
  test(what, async () => assert.equal(await minify(`const x = ${source}`), `const x = ${minified}`))

test('leaves a module without such literals as it is', async () => {
  assert.equal(await minifyModule('const x = `a  b`', 'view.ts'), null)
})

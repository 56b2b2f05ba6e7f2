import assert from 'node:assert/strict'
import {globSync} from 'node:fs'
import {test} from 'node:test'
import {isParenthesized} from '@eslint-community/eslint-utils'
import {ESLint, type Rule} from 'eslint'
import esx from 'eslint-plugin-es-x'

/** What Safari before 16.4 lacks of ES2022 and ES2018. */
const missingIn2022 = ['no-class-static-block', 'no-regexp-lookbehind-assertions']

/** Iterators have them too, since ES2025: by its name a call may be one of an array's method. */
const methodsOfArrays = /^es-x\/no-iterator-prototype-(?:every|filter|find|flatmap|foreach|map|reduce|some)$/

/**
 * Safari 15 does not find the variables around a class that are used in the initializer of a field before a parenthesis.
 * @see https://webkit.org/b/236843
 */
const parenthesisInField: Rule.RuleModule = {
  create: context => ({
    'PropertyDefinition > .value, PropertyDefinition > .value :not(TemplateElement)'(node: Rule.Node) {
      if (isParenthesized(node, context.sourceCode) && !isInFunctionOfField(node))
        context.report({node, message: 'A parenthesis in the initializer of a field.'})
    },
  }),
}

/** The variables that a function uses are found. */
const isInFunctionOfField = ({parent}: Rule.Node): boolean =>
  parent !== null &&
  parent.type !== 'PropertyDefinition' &&
  (/Function/.test(parent.type) || isInFunctionOfField(parent))

const {rules: newer = {}} = esx.configs['flat/restrict-to-es2022']
const rules = [...Object.keys(newer), ...missingIn2022.map(rule => `es-x/${rule}`), 'own/parenthesis-in-field']

const eslint = new ESLint({
  overrideConfigFile: true, // the project has no configuration for it
  allowInlineConfig: false,
  overrideConfig: {
    files: ['**/*.js'],
    plugins: {'es-x': esx, own: {rules: {'parenthesis-in-field': parenthesisInField}}},
    languageOptions: {ecmaVersion: 2022},
    rules: Object.fromEntries(rules.filter(rule => !methodsOfArrays.test(rule)).map(rule => [rule, 'error'])),
    settings: {'es-x': {aggressive: true}}, // a method is known by its name
  },
})

const errorsOf = (results: ESLint.LintResult[]) =>
  results.flatMap(({filePath, messages}) =>
    messages.map(({line, column, message}) => `${filePath}:${line}:${column} ${message}`),
  )

test('the script tag and the modules of the element use only what the oldest browsers have', async () => {
  const files = globSync('dist/{contact-signup,index,{chunks,retry,element,messages}/**/*}.js')
  assert.ok(files.length > 300)
  assert.deepEqual(errorsOf(await eslint.lintFiles(files)), [])
})

const tooNew: [what: string, code: string][] = [
  ['a static block', 'class A { static { A.b = 1 } }'],
  ['a look-behind', 'x.replace(/(?<=a)b/, "")'],
  ['sets in regular expressions', '/[a--b]/v'],
  ['findLast', 'a.findLast(b => b)'],
  ['toSorted', 'a.toSorted()'],
  ['groupBy', 'Object.groupBy(a, b)'],
  ['union', 'a.union(b)'],
  ['a declaration with using', 'using a = b'],
  ['a parenthesis in the initializer of a field', 'class A { b = c[(0)] }'],
]
for (const [what, code] of tooNew)
  test(`finds ${what}`, async () => assert.equal(errorsOf(await eslint.lintText(code)).length, 1))

test('finds nothing in a field whose initializer is a call or a function', async () => {
  const code = 'class A { b = new B(this, {c: () => (d, e)}); f = (g = (1)) => (h, i); j = k(`l`) }'
  assert.deepEqual(errorsOf(await eslint.lintText(code)), [])
})

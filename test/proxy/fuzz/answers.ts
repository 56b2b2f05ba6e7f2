import assert from 'node:assert/strict'
import fc from 'fast-check'
import {fieldNames} from '../../../src/contact/fields.ts'
import {issueCodes} from '../../../src/contact/issues.ts'
import english from '../../../src/messages/en.ts'
import {prerenderAnswer} from '../../../src/prerender/answer.ts'
import {readPrerendered} from '../../../src/proxy/http/prerendered.ts'
import {findForeignMarkup} from '../../support/foreign-markup.ts'

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'email phone*',
    'GB',
    'JP',
    '{label}',
    '/terms',
    'javascript:alert(1)',
    '</textarea><script>x</script>',
  ),
  fc.constantFrom(
    '"><script>x</script>',
    '</style></template><script>x</script>',
    '<!--',
    ']]>',
    'https://ok.example/a',
  ),
  fc.string({unit: 'grapheme', maxLength: 40}),
  fc.string({unit: 'binary', maxLength: 100}),
)
const dictionary = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), text, {maxKeys: 8})
const attributeNames = 'endpoint fields country countries consent terms-url privacy-url lists tags style is'.split(' ')
const forms = fc.record({
  prerendered: fc.record({
    attributes: dictionary(attributeNames),
    lang: fc.constantFrom('en', 'es-MX', 'pt_BR', 'ar', 'zh-hant-tw', 'xx', 'no-such-tag'),
    messages: dictionary(Object.keys(english)),
    slots: dictionary(['terms', 'marketing', 'submit']),
  }),
  values: dictionary([...fieldNames, 'phone_country', 'consent.page', 'gdpr_accept_terms', 'constructor', '__proto__']),
  issues: fc.array(
    fc.record({field: fc.oneof(fc.constantFrom(...fieldNames), text), code: fc.constantFrom(...issueCodes)}),
    {maxLength: 4},
  ),
})

/** Renders generated forms as a hostile client could post them: none fails, and none becomes markup. */
export async function fuzzAnswers(cases: number): Promise<void> {
  const property = fc.asyncProperty(forms, async ({prerendered, values, issues}) => {
    const read = readPrerendered(JSON.stringify(prerendered))
    assert.ok(read)
    const {html} = await prerenderAnswer({prerendered: read, values, issues, action: '#'})
    assert.deepEqual(findForeignMarkup(html), [])
  })
  await fc.assert(property, {numRuns: cases})
}

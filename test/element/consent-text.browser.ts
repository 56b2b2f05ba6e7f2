import {assert} from 'chai'
import {toConsentText} from '../../src/element/consent-text.ts'
import {show} from '../support/page.ts'

const withWording = (wording: string) =>
  `<contact-signup fields="email" consent="terms marketing"><div slot="terms">${wording}</div></contact-signup>`

suite('the recorded wording of a consent', () => {
  const wordings: [what: string, html: string, expected: string][] = [
    [
      'paragraphs and line breaks',
      '<p>I accept the terms.</p><p>I am 18<br>or older.</p>',
      'I accept the terms. I am 18 or older.',
    ],
    ['a list', 'I accept<ul><li>the terms</li><li>the rules</li></ul>', 'I accept the terms the rules'],
    ['elements within a word', 'I ac<b>cep</b>t the <i>terms</i>.', 'I accept the terms.'],
    [
      'what is hidden',
      'I accept.<span hidden>not</span><style>p {}</style><span style="display: none">nein</span>',
      'I accept.',
    ],
  ]
  for (const [what, html, expected] of wordings)
    test(`is what a reader sees of ${what}`, async () => {
      const page = await show(withWording(html))
      assert.equal(toConsentText(page.root, 'terms'), expected)
    })
})

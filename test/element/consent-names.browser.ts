import {assert} from 'chai'
import {show} from '../support/page.ts'

test('a misspelt consent is reported in the console', async () => {
  const logged: string[] = []
  const {error} = console
  console.error = (text: string) => void logged.push(text)
  const page = await show('<contact-signup fields="email" consent="term"></contact-signup>')
  await page.type('email', 'a')
  await page.until(() => logged.length > 0)
  console.error = error
  assert.deepEqual(logged, ['<contact-signup> consent: "term" is no consent, expected one of: terms marketing'])
})

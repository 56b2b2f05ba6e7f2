import {assert} from 'chai'
import {arrivals, show} from '../support/page.ts'

suite('an e-mail suggestion', () => {
  test('appears when the field with a misspelt domain is left, and is accepted by a click', async () => {
    const page = await show()
    await page.type('email', 'ada@gmial.com')
    assert.equal(page.text('suggestion'), '', 'none while the visitor types')
    await page.press('Tab')
    await page.until(() => page.text('suggestion') === 'Did you mean ada@gmail.com?')
    assert.equal(page.error('email'), '')
    assert.equal(page.part('suggestion')!.getAttribute('role'), 'status')
    await page.click(page.part('suggestion')!.querySelector('button')!)
    assert.equal(page.control('email').value, 'ada@gmail.com')
    await page.until(() => page.text('suggestion') === '')
    assert.equal(page.focused, page.control('email'))
  })

  test('takes no room until it appears', async () => {
    const page = await show('<contact-signup fields="email zip"></contact-signup>')
    const below = () => page.control('zip').getBoundingClientRect().top
    const before = below()
    await page.type('email', 'a')
    await page.until(() => page.part('suggestion'))
    assert.equal(below(), before)
  })

  test('is accepted by the Enter key, which does not submit', async () => {
    const page = await show()
    await page.type('email', 'ada@hotmal.com')
    await page.press('Tab')
    await page.until(() => page.text('suggestion'))
    page.part('suggestion')!.querySelector('button')!.focus()
    await page.press('Enter')
    assert.deepEqual([page.control('email').value, page.form.phase], ['ada@hotmail.com', 'editing'])
    assert.deepEqual((await arrivals()).keys, [])
  })

  test('does not block the submission, and disappears when the address is edited', async () => {
    const page = await show()
    await page.fill('ada@gmial.com')
    await page.until(() => page.text('suggestion'))
    await page.type('email', 'x')
    await page.until(() => page.text('suggestion') === '')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
  })

  test('does not appear for a known domain', async () => {
    const page = await show()
    await page.type('email', 'ada@gmx.net')
    await page.press('Tab')
    await page.type('name_first', 'Ada')
    await page.press('Tab')
    assert.equal(page.text('suggestion'), '')
  })
})

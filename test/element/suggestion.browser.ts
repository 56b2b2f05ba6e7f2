import {assert} from 'chai'
import {arrivals, show} from '../support/page.ts'

suite('a slip in the e-mail’s domain', () => {
  test('is asked about once the field is left, and taken by one click', async () => {
    const page = await show()
    await page.type('email', 'ada@gmial.com')
    assert.equal(page.text('suggestion'), '', 'not while it is typed')
    await page.press('Tab')
    await page.until(() => page.text('suggestion') === 'Did you mean ada@gmail.com?')
    assert.equal(page.error('email'), '')
    assert.equal(page.part('suggestion')!.getAttribute('role'), 'status')
    await page.click(page.part('suggestion')!.querySelector('button')!)
    assert.equal(page.control('email').value, 'ada@gmail.com')
    await page.until(() => page.text('suggestion') === '')
    assert.equal(page.focused, page.control('email'))
  })

  test('is taken by the Enter key, which sends nothing', async () => {
    const page = await show()
    await page.type('email', 'ada@hotmal.com')
    await page.press('Tab')
    await page.until(() => page.text('suggestion'))
    page.part('suggestion')!.querySelector('button')!.focus()
    await page.press('Enter')
    assert.deepEqual([page.control('email').value, page.form.phase], ['ada@hotmail.com', 'editing'])
    assert.deepEqual((await arrivals()).keys, [])
  })

  test('never blocks, and is withdrawn when the address is changed', async () => {
    const page = await show()
    await page.fill('ada@gmial.com')
    await page.until(() => page.text('suggestion'))
    await page.type('email', 'x')
    await page.until(() => page.text('suggestion') === '')
    assert.equal((await page.submitted()).type, 'contact-signup-success')
  })

  test('is nobody’s business where the domain is real', async () => {
    const page = await show()
    await page.type('email', 'ada@gmx.net')
    await page.press('Tab')
    await page.type('name_first', 'Ada')
    await page.press('Tab')
    assert.equal(page.text('suggestion'), '')
  })
})

import {assert} from 'chai'
import {show, type Page} from '../support/page.ts'

const bar = (width: string, attributes = 'fields="email*" consent="terms"') =>
  `<div style="width: ${width}"><contact-signup layout="inline" ${attributes} terms-url="/terms" style="max-width: none"></contact-signup></div>`

/** The boxes of what is in a bar, in the order of the DOM. */
function boxesOf({root}: Page): DOMRect[] {
  return [...root.querySelectorAll('[part~=field], [part=submit]')].map(item => item.getBoundingClientRect())
}

/** How many of the boxes are on each line. */
function linesOf(page: Page): number[] {
  const bottoms = boxesOf(page).map(({bottom}) => Math.round(bottom))
  return [...new Set(bottoms)].map(line => bottoms.filter(bottom => bottom === line).length)
}

suite('`layout="inline"`', () => {
  test('puts field, consent and button on one line where there is room, as wide as the form', async () => {
    const page = await show(bar('1000px'))
    const boxes = boxesOf(page)
    assert.deepEqual(linesOf(page), [3])
    assert.approximately(boxes.at(-1)!.right - boxes[0]!.left, 1000, 1)
    assert.equal(
      page.control('email').getBoundingClientRect().bottom,
      page.part('submit')!.getBoundingClientRect().bottom,
    )
  })

  test('has room for a field, a consent and the button in the width that a form has by default', async () => {
    const page = await show(bar('1000px').replace(' style="max-width: none"', ''))
    assert.deepEqual(linesOf(page), [3])
    assert.equal(page.form.getBoundingClientRect().width, 640)
  })

  test('takes several fields and both consents', async () => {
    const page = await show(bar('1500px', 'fields="name_first email*"'))
    assert.deepEqual(linesOf(page), [5])
  })

  test('gives the button the width of its label, and less only on a line of its own', async () => {
    const style = '<style>contact-signup::part(submit) { padding-inline: 50px }</style>'
    const page = await show(style + bar('1000px').replace('</contact-signup>', '<b slot="submit">Subscribe now</b>$&'))
    const {height} = page.control('email').getBoundingClientRect()
    assert.deepEqual(linesOf(page), [3])
    assert.equal(boxesOf(page).at(-1)!.height, height)
    page.form.parentElement!.style.width = '160px'
    assert.isAbove(boxesOf(page).at(-1)!.height, height)
    assert.isAtMost(boxesOf(page).at(-1)!.width, 160)
  })

  test('stacks them where there is no room, and nothing is wider than the form', async () => {
    const page = await show(bar('300px'))
    assert.deepEqual(linesOf(page), [1, 1, 1])
    for (const {width} of boxesOf(page)) assert.approximately(width, 300, 1)
    page.form.parentElement!.style.width = '500px'
    assert.deepEqual(linesOf(page), [2, 1])
    assert.approximately(boxesOf(page).at(-1)!.width, 500, 1)
  })

  test('goes by Tab in the order in which it is read', async () => {
    const page = await show(bar('1000px'))
    page.control('email').focus()
    const order = [page.focused!]
    while (order.at(-1) !== page.part('submit') && order.length < 9) {
      await page.press('Tab')
      order.push(page.focused!)
    }
    const lefts = order.map(one => one.getBoundingClientRect().left)
    assert.deepEqual(
      lefts,
      lefts.toSorted((a, b) => a - b),
    )
    assert.isAbove(order.length, 2)
  })

  test('has its summary above the bar', async () => {
    const page = await show(bar('1000px'))
    await page.submitted()
    const summary = page.part('summary')!.getBoundingClientRect()
    assert.approximately(summary.width, 1000, 1)
    assert.isAtMost(summary.bottom, boxesOf(page)[0]!.top)
    assert.deepEqual(linesOf(page), [3])
  })

  test('is a property too', async () => {
    const page = await show(
      '<div style="width: 1000px"><contact-signup fields="email" consent=""></contact-signup></div>',
    )
    assert.deepEqual([linesOf(page), page.form.layout], [[1, 1], ''])
    page.form.layout = 'inline'
    await page.form.updateComplete
    assert.deepEqual(linesOf(page), [2])
    page.form.layout = ''
    await page.form.updateComplete
    assert.deepEqual([linesOf(page), page.form.layout], [[1, 1], ''])
  })

  test('is the only layout: another one is reported in the console, and changes nothing', async () => {
    const logged: string[] = []
    const {error} = console
    console.error = (text: string) => void logged.push(text)
    const page = await show(bar('1000px', 'fields="email" consent=""').replace('inline', 'bar'))
    assert.deepEqual(linesOf(page), [1, 1])
    await page.type('email', 'a')
    await page.until(() => logged.length > 0)
    console.error = error
    assert.deepEqual(logged, ['<contact-signup> layout: "bar" is no layout, expected one of: inline'])
  })
})

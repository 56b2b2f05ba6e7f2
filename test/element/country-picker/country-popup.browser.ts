import {assert} from 'chai'
import {show} from '../../support/page.ts'
import {isOnTop, openCountries, optionsOf} from '../../support/page/country-list.ts'
import {withVisibleArea} from '../../support/page/visible-area.ts'

const british = '<contact-signup country="GB" fields="email phone"></contact-signup>'

suite('the country list beside its field', () => {
  teardown(() => scrollTo(0, 0))
  const between = (space: string) => `<p style="height: ${space}"></p>${british}<p style="height: 200vh"></p>`
  const showing = (options: Element[], bottom: number) =>
    options.filter(option => option.getBoundingClientRect().bottom <= bottom).length

  test('scrolls the field to the top where fewer than three countries would show', () =>
    withVisibleArea(async area => {
      const page = await show(between('0'))
      page.search.scrollIntoView({block: 'start'})
      scrollBy(0, -60)
      area.change(0, 180)
      page.search.focus({preventScroll: true})
      await page.until(() => page.search.getAttribute('aria-autocomplete') === 'list')
      await page.press('ArrowDown')
      const options = await optionsOf(page)
      assert.approximately(page.search.getBoundingClientRect().top, 0, 1)
      assert.isAtLeast(showing(options, 180), 3)
      for (const option of options.slice(0, 3)) assert.isTrue(isOnTop(page, option))
      area.change(0, 120)
      assert.isAtLeast(showing(options, 120), 1)
      assert.isAtMost(page.part('country-list')!.getBoundingClientRect().bottom, 120)
    }))

  test('does so also when an on-screen keyboard appears after it has opened', () =>
    withVisibleArea(async area => {
      const page = await show(between('150vh'))
      await openCountries(page)
      const {top} = page.search.getBoundingClientRect()
      assert.isAbove(top, 100, 'it has room')
      area.change(0, 180)
      assert.approximately(page.search.getBoundingClientRect().top, 0, 1)
      scrollBy(0, -40)
      await new Promise(requestAnimationFrame)
      assert.approximately(page.search.getBoundingClientRect().top, 40, 1, 'the visitor can scroll on')
    }))

  test('is read right after it, before the number', async () => {
    const page = await show(british)
    await openCountries(page)
    const list = page.part('country-list')!
    assert.isOk(page.search.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING)
    assert.isOk(list.compareDocumentPosition(page.control('phone')) & Node.DOCUMENT_POSITION_FOLLOWING)
  })

  test('marks the chosen country with a tick, also while another one is active', async () => {
    const page = await show(british)
    const options = await openCountries(page)
    await page.press('ArrowDown')
    const ticked = options.filter(option => getComputedStyle(option, '::after').content.includes('✓'))
    assert.deepEqual(
      ticked.map(option => [option.id, option.getAttribute('aria-selected')]),
      [['country-GB', 'false']],
    )
  })

  for (const lang of ['en', 'ar'])
    test(`keeps the calling code apart from the name in ${lang}`, async () => {
      const page = await show(`<contact-signup lang="${lang}" country="GB" fields="phone"></contact-signup>`)
      const option = (await openCountries(page))[0]!
      const [number, name] = [option.querySelector('bdi')!, option.lastChild!].map(node => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return range.getBoundingClientRect()
      }) as [DOMRect, DOMRect]
      assert.isAtLeast(lang === 'ar' ? number.left - name.right : name.left - number.right, 8)
    })
})

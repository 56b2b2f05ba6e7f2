import {assert} from 'chai'
import {show, type Page} from '../../support/page.ts'
import {isOnTop, openCountries} from '../../support/page/country-list.ts'
import {withVisibleArea} from '../../support/page/visible-area.ts'

const british = '<contact-signup country="GB" fields="email phone"></contact-signup>'
const {matchMedia} = window

const sheetOf = (page: Page) => page.search.parentElement!
const isOpen = (page: Page) => sheetOf(page).matches(':popover-open')
const closeButton = (page: Page) => sheetOf(page).querySelector('button')
const rectsOf = (page: Page) =>
  ['email', 'phone'].map(name => page.control(name).getBoundingClientRect().toJSON()).concat(page.form.offsetHeight)

suite('the country list on a small touch screen', () => {
  setup(() => (window.matchMedia = query => matchMedia.call(window, query.includes('coarse') ? 'all' : query)))
  teardown(() => (window.matchMedia = matchMedia))

  test('covers the screen with its label, its combobox and a button that closes it', async () => {
    const page = await show(`<div style="overflow: hidden; transform: translateX(0)">${british}</div>`)
    const options = await openCountries(page)
    const {left, top, width, height} = sheetOf(page).getBoundingClientRect()
    assert.deepEqual([left, top, width, height], [0, 0, innerWidth, innerHeight])
    for (const element of [page.search, page.part('label-phone_country')!, closeButton(page)!, options[1]!])
      assert.isTrue(isOnTop(page, element), element.outerHTML)
    for (const target of [closeButton(page)!, ...options.slice(0, 3)])
      assert.isAtLeast(target.getBoundingClientRect().height, 44)
    const list = page.part('country-list')!
    assert.isAbove(list.scrollHeight, list.clientHeight)
    assert.approximately(list.getBoundingClientRect().bottom, innerHeight, 1)
    assert.equal(page.focused, page.search)
    assert.include(page.search.value, 'United Kingdom')
    assert.equal(page.search.getAttribute('aria-expanded'), 'true')
    assert.equal(page.search.getAttribute('aria-activedescendant'), 'country-GB')
    await page.press('Escape')
    assert.deepEqual([isOpen(page), page.focused], [false, page.search])
    assert.equal(page.search.getAttribute('aria-expanded'), 'false')
    assert.isFalse(sheetOf(page).hasAttribute('popover'))
  })

  for (const width of [280, 600])
    test(`moves nothing in a form ${width} pixels wide`, async () => {
      const page = await show(`<div style="width: ${width}px">${british}</div>`)
      page.control('phone').focus() // names the country, and does not open the list yet
      await page.until(() => page.search.value.includes('United Kingdom') && page.text('hint-phone'))
      const before = rectsOf(page)
      await openCountries(page)
      assert.deepEqual(rectsOf(page), before)
      await page.press('Escape')
      assert.deepEqual(rectsOf(page), before)
    })

  test('fills what an on-screen keyboard leaves visible, and shows three countries in 180 pixels', () =>
    withVisibleArea(async area => {
      const page = await show(british)
      const options = await openCountries(page)
      area.change(30, 320)
      const {top, height} = sheetOf(page).getBoundingClientRect()
      assert.deepEqual([top, height], [30, 320])
      area.change(0, 180)
      await page.until(() => options[2]!.getBoundingClientRect().bottom <= 180)
      assert.isTrue(isOnTop(page, closeButton(page)!))
    }))

  test('is searched by typing; Enter chooses, and Tab moves on to the number', async () => {
    const page = await show(british)
    await openCountries(page)
    for (const key of 'switz') await page.press(key)
    await page.until(() => page.offered.length === 1)
    assert.isTrue(isOpen(page))
    await page.press('Enter')
    assert.deepEqual([isOpen(page), page.control('phone_country').value, page.focused], [false, 'CH', page.search])
    await openCountries(page)
    for (const key of 'zzz') await page.press(key)
    await page.until(() => page.part('country-list')!.textContent === 'No country found')
    await page.press('Tab')
    await page.until(() => page.focused === page.control('phone'))
    assert.deepEqual([isOpen(page), page.control('phone_country').value], [false, 'CH'])
  })

  test('is closed by its button, and is chosen from by a press; the combobox keeps the focus', async () => {
    const page = await show(british)
    await openCountries(page)
    assert.equal(closeButton(page)!.textContent!.trim(), 'Close')
    await page.click(closeButton(page)!)
    await page.until(() => !isOpen(page) && !closeButton(page))
    assert.equal(page.focused, page.search)
    const option = (await openCountries(page))[3]!
    await page.click(option)
    assert.equal(page.control('phone_country').value, option.getAttribute('data-code'))
    assert.deepEqual([isOpen(page), page.focused], [false, page.search])
  })

  test('stays when an on-screen keyboard is closed, and gives the focus back when a country is chosen', async () => {
    const page = await show(british)
    await openCountries(page)
    page.search.blur()
    assert.isTrue(isOpen(page))
    await page.click(page.root.querySelectorAll('[part~=country-option]')[3]!)
    assert.deepEqual([isOpen(page), page.focused], [false, page.search])
    await openCountries(page)
    page.search.blur()
    page.control('email').focus()
    assert.deepEqual([isOpen(page), page.focused], [false, page.control('email')])
  })

  test('leaves the field in view, although the page has scrolled behind it', async () => {
    const page = await show(`<p style="height: 150vh"></p>${british}<p style="height: 200vh"></p>`)
    await openCountries(page)
    scrollBy(0, innerHeight)
    await page.press('Escape')
    await page.until(() => isOnTop(page, page.search))
    scrollTo(0, 0)
  })

  test('closes when the visitor goes back, where the browser tells', async function () {
    if (!('CloseWatcher' in window)) this.skip()
    const page = await show(british)
    await openCountries(page)
    page.search.blur() // so that the key goes to the browser, as Back does on Android
    await page.press('Escape')
    await page.until(() => !isOpen(page))
  })

  test('covers a dialog around the form, and Escape leaves the dialog open', async () => {
    const page = await show(`<dialog style="overflow: hidden; height: 200px">${british}</dialog>`)
    const dialog = document.querySelector('dialog')!
    dialog.showModal()
    const options = await openCountries(page)
    assert.isTrue(isOnTop(page, options[0]!))
    await page.press('Escape')
    assert.deepEqual([isOpen(page), dialog.open], [false, true])
    await openCountries(page)
    dialog.close()
    await page.until(() => !isOpen(page) && page.offered.length === 0)
  })

  test('closes when the form is hidden, moved, or shows other fields', async () => {
    for (const change of [
      (page: Page) => (page.form.hidden = true),
      (page: Page) => document.body.append(page.form),
      (page: Page) => (page.form.fields = 'email'),
    ]) {
      const page = await show(`<div>${british}</div>`)
      await openCountries(page)
      change(page)
      await page.until(() => page.offered.length === 0 && page.search?.parentElement?.matches(':popover-open') !== true)
    }
  })

  test('opens in one of several forms', async () => {
    const page = await show(british + british)
    const options = await openCountries(page)
    assert.isTrue(isOnTop(page, options[1]!))
    assert.equal(document.querySelectorAll('contact-signup')[1]!.shadowRoot!.querySelector(':popover-open'), null)
  })

  test('is opaque and legible whatever the colours around it are', async () => {
    const page = await show(`<style>
      contact-signup { --contact-signup-text: #eee; --contact-signup-surface: #ffffff11; --contact-signup-border: #fff2 }
      contact-signup::part(label) { color: #eee }
      contact-signup::part(input) { background: #222; color: #fff }</style>${british}`)
    await openCountries(page)
    const {backgroundColor, color} = getComputedStyle(sheetOf(page))
    assert.deepEqual([backgroundColor, color], ['rgb(255, 255, 255)', 'rgb(0, 0, 0)'])
    for (const element of [page.search, page.part('label-phone_country')!, closeButton(page)!])
      assert.equal(getComputedStyle(element).color, color, element.outerHTML)
    assert.equal(getComputedStyle(page.search).backgroundColor, 'rgba(0, 0, 0, 0)')
  })

  test('is right to left in Arabic', async () => {
    const page = await show('<contact-signup lang="ar" country="GB" fields="phone"></contact-signup>')
    await openCountries(page)
    const label = page.part('label-phone_country')!.getBoundingClientRect()
    assert.isAbove(label.right, closeButton(page)!.getBoundingClientRect().right)
    assert.equal(getComputedStyle(page.part('country-list')!).direction, 'rtl')
  })

  test('is a list in place where the browser has no popovers', async () => {
    const {showPopover} = HTMLElement.prototype
    delete (HTMLElement.prototype as Partial<HTMLElement>).showPopover
    try {
      const page = await show(british)
      const options = await openCountries(page)
      assert.deepEqual([closeButton(page), isOpen(page)], [null, false])
      await page.click(options[2]!)
      assert.equal(page.control('phone_country').value, options[2]!.getAttribute('data-code'))
    } finally {
      HTMLElement.prototype.showPopover = showPopover
    }
  })
})

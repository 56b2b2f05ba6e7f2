import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {BrowserContextOptions} from 'playwright-core'
import {created, respond} from '../support/contact-api.ts'
import {contrastOf, findLayoutProblems} from '../support/page/look.ts'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const browser = await useBrowser()
const site = await useSite()

const all = 'name_first* name_last email phone city region zip country full_address born_date gender'

interface Setting {
  style?: string
  lang?: string
  fields?: string
  options?: BrowserContextOptions
}

/** Opens a page with nothing but the form. */
async function visit({style = '', lang = 'en', fields = all, options = {}}: Setting): Promise<Visitor> {
  const visitor = new Visitor(await (await browser.newContext(options)).newPage())
  const form = `<contact-signup fields="${fields}" terms-url="/terms" privacy-url="/privacy"></contact-signup>`
  const head = `<meta name="viewport" content="width=device-width"><title>Signup</title><style>${style}</style><script type="module" src="/contact-signup.js"></script>`
  await visitor.page.goto(site.put('/', `<!doctype html><html lang="${lang}">${head}<body>${form}`))
  await visitor.button.waitFor()
  return visitor
}

async function suggest(visitor: Visitor): Promise<void> {
  await visitor.type('email', 'ada@gmial.com')
  await visitor.page.keyboard.press('Tab')
  await visitor.part('suggestion').getByRole('button').waitFor()
}

async function refuse(visitor: Visitor): Promise<void> {
  await visitor.button.click()
  await visitor.page.locator('contact-signup [part=summary]:focus').waitFor()
}

async function openCountries(visitor: Visitor): Promise<void> {
  await visitor.part('country').click()
  await visitor.part('country-option').first().waitFor()
  await visitor.page.keyboard.press('ArrowDown')
}

async function fill(visitor: Visitor): Promise<void> {
  await visitor.control('name_first').fill('Ada')
  await visitor.control('email').fill('ada@example.com')
  await visitor.control('gdpr_accept_terms').check()
}

/** Every state of the form, in an order in which a visitor reaches them. */
const journey: [state: string, reach: (visitor: Visitor) => Promise<unknown>][] = [
  ['untouched', async () => {}],
  ['a suggestion', suggest],
  ['errors', refuse],
  ['countries', openCountries],
  [
    'sending',
    async visitor => {
      await visitor.page.keyboard.press('Escape')
      await fill(visitor)
      site.apis['/api/signup']!.answer = (_request, response) => void setTimeout(() => respond(response, 500), 1500)
      await visitor.button.click()
      await visitor.page.locator('contact-signup:state(sending)').waitFor()
    },
  ],
  ['a failure', visitor => visitor.part('status').locator('p').waitFor()],
  [
    'done',
    async visitor => {
      site.apis['/api/signup']!.answer = created
      await visitor.button.click()
      await visitor.part('success').waitFor()
      await visitor.part('receipt').waitFor()
    },
  ],
]

const text = 4.5
const shape = 3
/** The least contrast of an element in a state. */
const looks: [
  state: string,
  selector: string,
  least: number,
  ...what: Parameters<typeof contrastOf> extends [unknown, unknown, ...infer W] ? W : never,
][] = [
  ['untouched', '[part~=label]', text],
  ['untouched', '[part~=label] small', text],
  ['untouched', '[part~=hint]', text],
  ['untouched', '[part~=country]', text, 'color', '::placeholder'],
  ['untouched', '[part=country-arrow]', shape],
  ['untouched', '[part~=consent] label', text],
  ['untouched', 'a[part=link]', text],
  ['untouched', '[part=submit]', text],
  ['untouched', '[part~=input-email]', shape, 'borderTopColor'],
  ['untouched', 'select[part~=input]', shape, 'borderTopColor'],
  ['untouched', 'textarea', shape, 'borderTopColor'],
  ['a suggestion', '[part~=suggestion] button', text],
  ['a suggestion', '[part~=input-email]', text],
  ['a suggestion', '[part~=hint-phone]', text],
  ['errors', '[part=summary] h2', text],
  ['errors', '[part=summary] button', text],
  ['errors', '[part=summary]', shape, 'borderTopColor'],
  ['errors', '[part~=error]', text],
  ['errors', '[part~=input-name_first]', shape, 'borderTopColor'],
  ['errors', '[part~=input-gdpr_accept_terms]', shape, 'outlineColor'],
  ['countries', '[part~=country-option][aria-selected=true]', text],
  ['countries', '[part~=country-option][aria-selected=true] bdi', text],
  ['countries', '[part~=country-option][aria-selected=false]', text],
  ['countries', '[part~=country-option][aria-selected=false] bdi', text],
  ['sending', '[part=submit]', text],
  ['a failure', '[part=status] p', text],
  ['a failure', '[part=status] p', shape, 'borderTopColor'],
  ['done', '[part=success] h2', text],
  ['done', '[part=success] p', text],
  ['done', '[part=receipt] button', text],
  ['done', '[part=success] h2', shape, 'borderTopColor', '::before'],
]
const rings: [state: string, selector: string][] = [
  ['untouched', '[part~=input-email]'],
  ['untouched', '[part~=country]'],
  ['untouched', '[part~=input-gdpr_marketing_consent]'],
  ['untouched', 'a[part=link]'],
  ['untouched', '[part=submit]'],
  ['errors', '[part=summary]'],
  ['errors', '[part=summary] button'],
  ['errors', '[part~=input-name_first]'],
  ['errors', '[part~=input-gdpr_accept_terms]'],
]

const schemes: [scheme: string, setting: Setting][] = [
  ['a light page', {style: 'body { background: #fff; color: #222 }'}],
  ['a page that sets no colours', {}],
  ['a page that is dark by its colours only', {style: 'body { background: #14181c; color: #f2f2f2 }'}],
  ['a page that follows a dark system', {style: ':root { color-scheme: light dark }', options: {colorScheme: 'dark'}}],
]
for (const [scheme, setting] of schemes)
  test(`has enough contrast on ${scheme}`, async () => {
    const visitor = await visit({...setting, fields: 'name_first* email phone country full_address'})
    const faint: string[] = []
    let looked = 0
    const look = (contrast: number, least: number, what: string) => {
      looked += 1
      if (contrast < least) faint.push(`${what}: ${contrast} of ${least}`)
    }
    for (const [state, reach] of journey) {
      await reach(visitor)
      for (const [of, selector, least, property, pseudo] of looks)
        if (of === state)
          look(
            await contrastOf(visitor.page, selector, property, pseudo),
            least,
            `${state} ${selector} ${property ?? ''}${pseudo ?? ''}`,
          )
      for (const [of, selector] of rings) {
        if (of !== state) continue
        await visitor.page.keyboard.press('Tab') // from now on the browser shows focus rings
        await visitor.page.locator(`contact-signup ${selector}`).first().focus()
        look(await contrastOf(visitor.page, selector, 'outlineColor'), shape, `${state} ${selector} focus`)
      }
    }
    assert.deepEqual([faint, looked], [[], looks.length + rings.length])
    await visitor.leave()
  })

test('shows the focus on every control, valid or not', async () => {
  for (const forcedColors of ['none', 'active'] as const) {
    const visitor = await visit({options: {forcedColors}})
    await refuse(visitor)
    await visitor.page.keyboard.press('Tab')
    const outlines = await visitor.page.locator('contact-signup').evaluate(form => {
      const look = (element: Element) => {
        const {outlineStyle, outlineWidth, outlineColor, outlineOffset} = getComputedStyle(element)
        return [outlineStyle, outlineWidth, outlineColor, outlineOffset].join(' ')
      }
      return [
        ...form.shadowRoot!.querySelectorAll<HTMLElement>(
          ':is(input, select, textarea, button, a, [part=summary]):not([aria-hidden])',
        ),
      ].map(element => {
        element.focus()
        const focused = look(element)
        element.blur()
        return [element.getAttribute('part'), focused, look(element)] as const
      })
    })
    assert.ok(outlines.length > 18)
    assert.deepEqual(
      outlines.filter(([, focused, resting]) => focused === resting || !/^solid [2-9]px/.test(focused)),
      [],
    )
    await visitor.leave()
  }
})

test('shows the focus on the button of the receipt, which the next Tab after the thank-you reaches', async () => {
  for (const forcedColors of ['none', 'active'] as const) {
    const visitor = await visit({options: {forcedColors}})
    await fill(visitor)
    await visitor.button.click()
    const button = visitor.part('receipt').getByRole('button')
    await button.waitFor()
    await visitor.page.keyboard.press('Tab')
    const {outlineStyle, outlineWidth} = await button.evaluate(element => ({
      ...getComputedStyle(element.matches(':focus-visible') ? element : document.body),
    }))
    assert.match(`${outlineStyle} ${outlineWidth}`, /^solid [2-9]px/)
    await visitor.leave()
  }
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`shows borders, errors, the focus and the selected country in forced colours (${colorScheme})`, async () => {
    const visitor = await visit({
      options: {forcedColors: 'active', colorScheme},
      style: ':root { color-scheme: light dark }',
    })
    const see = async (
      selector: string,
      least: number,
      ...what: Parameters<typeof contrastOf> extends [unknown, unknown, ...infer W] ? W : never
    ) =>
      assert.ok(
        (await contrastOf(visitor.page, selector, ...what)) >= least,
        `${selector} ${what}: ${await contrastOf(visitor.page, selector, ...what)}`,
      )
    await see('[part~=input-email]', shape, 'borderTopColor')
    await see('[part=submit]', text)
    await see('[part=submit]', shape, 'borderTopColor')
    await see('[part~=country]', text, 'color', '::placeholder')
    await refuse(visitor)
    await see('[part=summary]', shape, 'borderTopColor')
    for (const field of ['name_first', 'gdpr_accept_terms']) {
      await see(`[part~=input-${field}]`, shape, 'outlineColor')
      const {outlineStyle, appearance} = await visitor
        .control(field)
        .evaluate(control => ({...getComputedStyle(control)}))
      assert.equal(outlineStyle, 'solid')
      if (field === 'gdpr_accept_terms')
        assert.equal(appearance, 'auto', 'the browser renders the tick in the system’s colours')
    }
    await see('[part~=error]', text)
    await visitor.page.keyboard.press('Tab')
    await visitor.control('email').focus()
    await see('[part~=input-email]', shape, 'outlineColor')
    await openCountries(visitor)
    const [chosen, other] = ['true', 'false'].map(selected => `[part~=country-option][aria-selected=${selected}]`)
    await see(chosen!, text)
    await see(other!, text)
    const grounds = await Promise.all(
      [chosen, other].map(option =>
        visitor.page
          .locator(`contact-signup ${option}`)
          .first()
          .evaluate(element => getComputedStyle(element).backgroundColor),
      ),
    )
    assert.notEqual(grounds[0], grounds[1])
    await visitor.leave()
  })

test('animates nothing, with and without reduced motion', async () => {
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    const visitor = await visit({options: {reducedMotion}})
    for (const [, reach] of journey) {
      await reach(visitor)
      const moving = await visitor.page.locator('contact-signup').evaluate(form =>
        [form, ...form.shadowRoot!.querySelectorAll('*')]
          .filter(element => {
            const {animationName, transitionDuration, scrollBehavior} = getComputedStyle(element)
            return animationName !== 'none' || transitionDuration !== '0s' || scrollBehavior !== 'auto'
          })
          .map(({outerHTML}) => outerHTML),
      )
      assert.deepEqual(moving, [])
    }
    await visitor.leave()
  }
})

const spaced = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }`
const sizes: [what: string, setting: Setting][] = [
  ['at 320 pixels, or 400 % zoom', {options: {viewport: {width: 320, height: 256}}}],
  ['with text of twice the size', {style: 'html { font-size: 200% }', options: {viewport: {width: 800, height: 800}}}],
  [
    'with text of twice the size on a phone',
    {style: 'html { font-size: 200% }', options: {viewport: {width: 360, height: 640}}},
  ],
  ['with the text spacing of WCAG 1.4.12', {style: spaced, options: {viewport: {width: 800, height: 800}}}],
  ['with that text spacing on a phone', {style: spaced, options: {viewport: {width: 320, height: 640}}}],
]
for (const [what, setting] of sizes)
  for (const lang of ['en', 'de', 'ar'])
    test(`shows all text ${what}, in ${lang}`, async () => {
      const visitor = await visit({...setting, lang})
      const {page} = visitor
      if (setting.style === spaced)
        await page.locator('contact-signup').evaluate((form, css) => {
          const sheet = new CSSStyleSheet()
          sheet.replaceSync(css)
          const {adoptedStyleSheets} = form.shadowRoot!
          // A style element stays when the form adopts further style sheets.
          form.shadowRoot!.append(Object.assign(document.createElement('style'), {textContent: css}))
          return adoptedStyleSheets.length
        }, spaced)
      for (const [state, reach] of journey) {
        await reach(visitor)
        assert.deepEqual([state, await findLayoutProblems(page)], [state, []])
        if (state !== 'countries') continue
        const list = (await visitor.part('country-list').boundingBox())!
        const {width, height} = page.viewportSize()!
        assert.ok(
          list.x >= 0 && list.x + list.width <= width && list.y >= 0 && list.y + list.height <= height,
          JSON.stringify(list),
        )
        assert.ok(list.height >= 80, `shows two countries at a time: ${list.height}`)
        const cut = await visitor
          .part('country-list')
          .evaluate(list =>
            [...list.children]
              .filter(option => option.scrollWidth > option.clientWidth + 1)
              .map(({textContent}) => textContent),
          )
        assert.deepEqual(cut, [])
      }
      const label = await visitor
        .part('status')
        .evaluate(element => Number.parseFloat(getComputedStyle(element).fontSize))
      assert.equal(label, /200%/.test(setting.style ?? '') ? 32 : 16)
      await visitor.leave()
    })

test('the error of a focused field is in view above an on-screen keyboard', async () => {
  const size = {width: 390, height: 420} // what a keyboard leaves of a phone
  const visitor = await visit({fields: 'name_first* name_last* email* zip*', options: {viewport: size, hasTouch: true}})
  await refuse(visitor)
  for (const name of ['name_first', 'name_last', 'email', 'zip']) {
    await visitor.control(name).focus()
    const {top, bottom} = await visitor.part(`error-${name}`).evaluate(error => error.getBoundingClientRect().toJSON())
    assert.ok(top >= 0 && bottom <= size.height, `${name}: from ${top} to ${bottom}`)
  }
  await visitor.leave()
})

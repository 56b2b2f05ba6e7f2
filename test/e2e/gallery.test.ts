import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {test} from 'node:test'
import type {BrowserContextOptions, Locator} from 'playwright-core'
import {themes} from '../../demo/gallery/themes.ts'
import {readElement} from '../../src/build/manifest.ts'
import {contactsOf, useDemo} from '../support/servers/demo.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const element = readElement()
const browser = await useBrowser()
const demo = await useDemo({RATE_LIMIT_ADDRESS: 'off'}) // the test submits a form of every theme within a minute

/** Opens a page of the gallery and waits for its first form. */
async function visit(path: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options)
  const visitor = new Visitor(await context.newPage())
  await visitor.page.goto(demo.landing + path)
  await visitor.button.first().waitFor()
  return visitor
}

/** The violations that axe finds on the page. It is evaluated from outside: the page's policy allows no other script. */
async function violationsOf({page}: Visitor): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const {violations} = await (globalThis as unknown as {axe: typeof import('axe-core')}).axe.run({iframes: false})
    return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)
  })
}

const overflowOf = ({page}: Visitor) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))

for (const theme of themes)
  for (const width of [1280, 320])
    test(`has no axe violation, overflow or reported error in ${theme}, empty and with errors (${width} px)`, async () => {
      const visitor = await visit(`gallery/${theme}`, {viewport: {width, height: 800}})
      assert.deepEqual(await violationsOf(visitor), [])
      await visitor.control('email').first().fill('ada@gmial.com')
      const phone = visitor.control('phone').first()
      if (await phone.count()) await phone.fill('12')
      await visitor.button.first().click()
      await visitor.part('summary').first().waitFor()
      await visitor.part('suggestion').getByRole('button').first().waitFor()
      assert.deepEqual(await violationsOf(visitor), [])
      assert.deepEqual([await overflowOf(visitor), visitor.faults], [0, []])
      await visitor.leave()
    })

for (const theme of themes)
  test(`delivers a signup from the ${theme} page`, async () => {
    const visitor = await visit(`gallery/${theme}`)
    const names = visitor.page.locator('contact-signup').first().locator('[name^=name_]')
    for (let index = 0; index < (await names.count()); index += 1) await names.nth(index).fill('Ada')
    await visitor.control('email').first().fill(`${theme}@example.com`)
    await visitor.control('gdpr_accept_terms').first().check()
    await visitor.button.first().click()
    await visitor.part('success').waitFor()
    assert.equal((await contactsOf(demo)).at(-1)!.email, `${theme}@example.com`)
    assert.deepEqual(visitor.faults, [])
    await visitor.leave()
  })

test('links from the landing page to the gallery, which shows every theme in a frame', async () => {
  const visitor = await Visitor.visit(browser, demo.landing)
  const {page} = visitor
  await page.getByRole('link', {name: 'Gallery of themes'}).click()
  await page.waitForURL('**/gallery')
  const links = await page.locator('main a').evaluateAll(all => all.map(link => (link as HTMLAnchorElement).pathname))
  assert.deepEqual(
    links,
    themes.map(theme => `/gallery/${theme}`),
  )
  for (const theme of themes) {
    const frame = page.locator(`iframe[src="/gallery/${theme}"]`)
    await frame.scrollIntoViewIfNeeded()
    await frame.contentFrame().locator('contact-signup [part=submit]').first().waitFor()
  }
  assert.deepEqual(await violationsOf(visitor), [])
  await page.setViewportSize({width: 320, height: 700})
  assert.deepEqual([await overflowOf(visitor), visitor.faults], [0, []])
  await visitor.leave()
})

test('styles the form by parts and custom properties only, and the default theme not at all', async () => {
  for (const theme of themes) {
    const visitor = await visit(`gallery/${theme}`)
    const [declared, rules] = await visitor.page.evaluate(() => {
      const rulesIn = (list: CSSRuleList): CSSStyleRule[] =>
        [...list].flatMap(rule => [
          ...(rule instanceof CSSStyleRule ? [rule] : []),
          ...('cssRules' in rule ? rulesIn(rule.cssRules as CSSRuleList) : []),
        ])
      const own = [...document.styleSheets]
        .flatMap(sheet => rulesIn(sheet.cssRules))
        .filter(({selectorText}) => /contact-signup(?!:not\(:defined\))/.test(selectorText))
      return [
        own.filter(({selectorText}) => !selectorText.includes('::part(')).flatMap(({style}) => [...style]),
        own.length,
      ] as const
    })
    // The element's own box may have margins and a width.
    assert.deepEqual(
      declared.filter(name => !/^(?:--contact-signup-|max-width|margin)/.test(name)),
      [],
      theme,
    )
    assert.equal(rules === 0, theme === 'default')
    await visitor.leave()
  }
})

test('shows every part in some state, labels it by a ::part() rule and highlights it by its button', async () => {
  const visitor = await visit('gallery/parts')
  const {page} = visitor
  const listed = await page
    .locator('[data-part]')
    .evaluateAll(buttons => buttons.map(button => (button as HTMLElement).dataset.part!))
  assert.deepEqual(listed.toSorted(), element.cssParts!.map(({name}) => name).sort())
  const found = new Set<string>()
  const signs: [state: string, sign: Locator][] = [
    ['Untouched', visitor.button],
    ['Errors', visitor.part('summary')],
    ['Suggestion', visitor.part('suggestion').getByText('ada@gmail.com')],
    ['Phone warning', visitor.part('hint-phone').getByText('Is this number correct?')],
    ['Countries', visitor.part('country-option').first()],
    ['Thank-you', visitor.part('receipt')],
  ]
  for (const [state, sign] of signs) {
    await page.getByRole('button', {name: state, exact: true}).click()
    await sign.waitFor()
    const named = await page.locator('contact-signup').evaluate(form =>
      [...form.shadowRoot!.querySelectorAll<HTMLElement>('[part]')]
        .filter(part => part.checkVisibility())
        .map(part => {
          const {outlineStyle} = getComputedStyle(part)
          return outlineStyle === 'dashed' ? getComputedStyle(part).getPropertyValue('--part').slice(1, -1) : ''
        }),
    )
    assert.ok(!named.includes(''), `a part without a rule: ${state}`)
    for (const part of named) found.add(part)
  }
  assert.deepEqual([...found].sort(), [...listed].sort())
  await page.getByRole('button', {name: 'Errors', exact: true}).click()
  await visitor.part('summary').waitFor()
  for (const part of ['form', 'summary', 'error', 'input', 'consent-text']) {
    await page.locator(`[data-part=${part}]`).click()
    const outlines = await visitor.part(part).evaluateAll(all => all.map(one => getComputedStyle(one).outline))
    assert.ok(
      outlines.length > 0 && outlines.every(outline => outline.endsWith(' solid 3px')),
      `${part}: ${outlines.join()}`,
    )
  }
  await visitor.leave()
})

const properties: [name: string, value: string, state: string, part: string, style: string, expected: string][] = [
  ['accent', '#aa0055', 'Untouched', 'submit', 'backgroundColor', 'rgb(170, 0, 85)'],
  ['on-accent', '#ffee00', 'Untouched', 'submit', 'color', 'rgb(255, 238, 0)'],
  ['text', '#003366', 'Untouched', 'label', 'color', 'rgb(0, 51, 102)'],
  ['muted', '#336600', 'Untouched', 'hint', 'color', 'rgb(51, 102, 0)'],
  ['surface', '#ddeeff', 'Untouched', 'input', 'backgroundColor', 'rgb(221, 238, 255)'],
  ['border', '#00aa88', 'Untouched', 'input', 'borderTopColor', 'rgb(0, 170, 136)'],
  ['danger', '#880088', 'Errors', 'error', 'color', 'rgb(136, 0, 136)'],
  ['success', '#0000aa', 'Thank-you', 'success', 'mark', 'rgb(0, 0, 170)'],
  ['list-surface', '#223344', 'Countries', 'country-list', 'backgroundColor', 'rgb(34, 51, 68)'],
  ['radius', '3', 'Untouched', 'input', 'borderTopLeftRadius', '3px'],
  ['gap', '31', 'Untouched', 'fields', 'rowGap', '31px'],
  ['control-height', '61', 'Untouched', 'input', 'minHeight', '61px'],
  ['font', 'a serif', 'Untouched', 'input', 'fontFamily', 'Georgia, "DejaVu Serif", serif'],
]
test('sets what the manifest says by each custom property', async () => {
  assert.deepEqual(
    properties.map(([name]) => `--contact-signup-${name}`).sort(),
    element.cssProperties!.map(({name}) => name).sort(),
  )
  const visitor = await visit('gallery/parts')
  for (const [name, value, state, part, style, expected] of properties) {
    const read = () =>
      visitor
        .part(part)
        .first()
        .evaluate((one, name) => {
          if (name === 'mark')
            // the tick
            return [one, ...one.querySelectorAll('h2')]
              .map(holder => getComputedStyle(holder, '::before'))
              .find(({borderBottomWidth}) => borderBottomWidth === '5px')!.borderBottomColor
          return String(getComputedStyle(one)[name as 'color'])
        }, style)
    await visitor.page.getByRole('button', {name: state, exact: true}).click()
    await visitor.part(part).first().waitFor()
    const before = await read()
    const field = visitor.page.locator(`.properties [name=${name}]`)
    await (name === 'font' ? field.selectOption(value) : field.fill(value))
    assert.deepEqual([await read(), before === expected], [expected, false], name)
  }
  assert.match(await visitor.page.locator('#written').innerText(), /--contact-signup-gap: 31px;/)
  await visitor.leave()
})

/** Every computed style of the form's own elements. Slotted content belongs to the page. */
async function stylesOf(form: Locator): Promise<Record<string, string>> {
  await form.page().mouse.move(0, 0)
  return form.evaluate(host => {
    const scopes = 'form, [part=country-list], [part=success] slot'
    const own = [...host.shadowRoot!.querySelectorAll(`:is(${scopes}):not(slot), :is(${scopes}) :not(slot)`)]
    const entries = own.flatMap((element, index) => {
      const style = getComputedStyle(element)
      // The position of the open list depends on the window.
      const names = [...style].filter(
        name => !(element.matches('ul') && /^(?:top|right|bottom|left|inset-|max-)|origin$/.test(name)),
      )
      return names.map(name => [
        `${index} ${element.localName} ${element.getAttribute('part') ?? ''}: ${name}`,
        style.getPropertyValue(name),
      ])
    })
    return Object.fromEntries(entries) as Record<string, string>
  })
}

function differences(styles: Record<string, string>, others: Record<string, string>): string[] {
  const other = Object.keys({...styles, ...others}).filter(name => styles[name] !== others[name])
  return other.slice(0, 30).map(name => `${name} ${others[name]}, not ${styles[name]}`) // of possibly thousands
}

/** Opens the same form on a page that sets only its font, colour and width. */
async function visitPlain(form: Locator): Promise<Visitor> {
  const tag = await form.evaluate(host => {
    host.replaceChildren()
    host.setAttribute('countries', 'GB US') // hundreds of equal options prove no more
    const style = getComputedStyle(host)
    const names = [
      'font-family',
      'font-size',
      'font-weight',
      'font-style',
      'color',
      'width',
      ...['accent', 'on-accent', 'surface', 'border', 'radius'].map(name => `--contact-signup-${name}`),
    ]
    const declarations = names.map(name => `${name}: ${style.getPropertyValue(name).replaceAll('"', "'")}`).join('; ')
    return `<div style="${declarations}">${host.outerHTML.replace('>', ' style="max-width: none">')}</div>`
  })
  const visitor = new Visitor(await browser.newPage())
  const html = `<!doctype html><html lang="en"><title>Plain</title><script type="module" src="/contact-signup.js"></script>${tag}`
  await visitor.page.route(`${demo.landing}plain`, route => route.fulfill({contentType: 'text/html', body: html}))
  // A browser does not let a fulfilled page reach the loopback address.
  await visitor.page.route(demo.endpoint, route =>
    route.fulfill({status: 201, headers: {'access-control-allow-origin': '*'}, json: {status: 'created'}}),
  )
  await visitor.page.goto(`${demo.landing}plain`)
  await visitor.button.waitFor()
  return visitor
}

/** Makes the form show errors, a suggestion and the list of countries. */
async function provoke(form: Locator): Promise<void> {
  await form.locator('[part=submit]').click()
  await form.locator('[part=summary]').waitFor()
  await form.locator('[name=email]').fill('ada@gmial.com')
  // By the keyboard, once the list listens: the suggestion moves the control while a pointer clicks it.
  await form.locator('#phone_country').focus()
  await form.locator('[part~=suggestion] button').waitFor()
  await form.locator('#phone_country[aria-autocomplete=list]').press('ArrowDown')
  await form.locator('[part=country-option]').first().waitFor()
}

async function complete(form: Locator): Promise<void> {
  await form.page().keyboard.press('Escape')
  await form.locator('[name=email]').fill('ada@example.com')
  await form.locator('[name=gdpr_accept_terms]').check()
  await form.locator('[part=submit]').click()
  await form.locator('[part=success]').waitFor()
}

for (const [which, index] of [
  ['in the sidebar', 0],
  ['in the footer', 1],
] as const)
  test(`keeps the aggressive page’s styles out of the form ${which}`, async () => {
    const visitor = await visit('gallery/wordpress')
    const form = visitor.page.locator('contact-signup').nth(index)
    const plain = await visitPlain(form)
    const reference = plain.page.locator('contact-signup')
    const styles = await stylesOf(reference)
    assert.ok(Object.keys(styles).length > 5000)
    assert.deepEqual(differences(styles, await stylesOf(form)), [])
    for (const change of [provoke, complete]) {
      await change(reference)
      await change(form)
      assert.deepEqual(differences(await stylesOf(reference), await stylesOf(form)), [])
    }
    await plain.page.close()
    await visitor.leave()
  })

const hostile = `
  cursor: help; hyphens: auto; letter-spacing: 3px; line-height: 3; text-align: right; text-indent: 2em; text-shadow: 0 1px red;
  text-transform: uppercase; white-space: pre; word-break: break-all; word-spacing: 9px`
for (const selector of ['body', '*'])
  test(`keeps inherited styles of ${selector === '*' ? 'every element' : 'the body'} out of the form`, async () => {
    const visitor = await visit('gallery/default')
    const plain = await visitPlain(visitor.page.locator('contact-signup'))
    const form = plain.page.locator('contact-signup')
    await provoke(form)
    const styles = await stylesOf(form)
    await plain.page.addStyleTag({content: `${selector} { ${hostile} }`})
    assert.equal(await form.evaluate(host => getComputedStyle(host).letterSpacing), '3px')
    assert.deepEqual(differences(styles, await stylesOf(form)), [])
    await plain.page.close()
    await visitor.leave()
  })

test('has one column in a sidebar and two in a wide footer, and a summary as wide as all columns', async () => {
  const visitor = await visit('gallery/wordpress', {viewport: {width: 1280, height: 900}})
  const layoutOf = async (index: number) => {
    const form = visitor.page.locator('contact-signup').nth(index)
    await form.locator('[part=submit]').click()
    await form.locator('[part=summary]').waitFor()
    const [country, phone, summary, fields] = await Promise.all(
      ['#phone_country', '#phone', '[part=summary]', '[part=fields]'].map(part => form.locator(part).boundingBox()),
    )
    return [country!.y === phone!.y ? 2 : 1, summary!.width - fields!.width]
  }
  assert.deepEqual(
    [await layoutOf(0), await layoutOf(1)],
    [
      [1, 0],
      [2, 0],
    ],
  )
  await visitor.leave()
})

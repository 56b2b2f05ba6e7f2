import assert from 'node:assert/strict'
import {existsSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import type {BrowserContextOptions, Locator} from 'playwright-core'
import type {Product} from '../../demo/configurator/model/product.ts'
import {Configurator} from '../support/page/configurator.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useDemo} from '../support/servers/demo.ts'

const browser = await useBrowser()
const demo = await useDemo()
const address = `${demo.landing}configurator/`
const visit = (fragment = '', options: BrowserContextOptions = {}) =>
  Configurator.visit(browser, address + fragment, options)

test('is linked from the landing page and the gallery', async () => {
  for (const path of ['', 'gallery']) {
    const visitor = new Visitor(await browser.newPage())
    await visitor.page.goto(demo.landing + path)
    await visitor.page.getByRole('link', {name: /configur/i}).click()
    await visitor.page.waitForURL(address)
    await visitor.page.getByRole('heading', {name: 'Preview'}).waitFor()
    await visitor.leave()
  }
})

test('has a control for every attribute, custom property and slot of the manifest', async () => {
  const configurator = await visit()
  const {attributes, properties, slots} = (await (await fetch(`${address}data.json`)).json()) as Product
  const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as {
    modules: {declarations: {attributes: unknown[]; cssProperties: unknown[]; slots: unknown[]}[]}[]
  }
  const [element] = manifest.modules[0]!.declarations
  assert.deepEqual(
    [attributes.length, properties.length, slots.length],
    [element!.attributes.length, element!.cssProperties.length, element!.slots.length],
  )
  await configurator.openAll()
  const keys = [
    ...[...attributes, ...properties].map(({name}) => name),
    ...slots.flatMap(({name}) => (name === 'fields' ? [] : [`slot.${name}`])),
  ]
  for (const key of keys) assert.equal(await configurator.control(key).isVisible(), true, key)
  await configurator.leave()
})

test('gives the steps for the chosen system, and links the guide if the package has it', async () => {
  const configurator = await visit()
  const {page} = configurator
  await configurator.control('page.system').selectOption('wordpress')
  await page.getByText('Custom HTML block').waitFor()
  await page.waitForURL('**/configurator/#page.system=wordpress')
  const hasGuide = existsSync('src/element/cms.md')
  assert.equal(await page.getByRole('link', {name: 'guide'}).count(), hasGuide ? 1 : 0)
  assert.equal((await fetch(`${address}cms.md`)).status, hasGuide ? 200 : 404)
  await configurator.leave()
})

test('shows what is chosen in the preview, and prints its tag', async () => {
  const configurator = await visit()
  const {page, form, frame} = configurator
  await page.getByLabel('Email: required').check()
  await page.getByRole('button', {name: 'Move Email up'}).click()
  await page.getByRole('button', {name: 'Move Email up'}).press('Enter')
  await page.getByRole('checkbox', {name: 'Date of birth', exact: true}).check()
  await page.getByRole('checkbox', {name: 'Marketing', exact: true}).uncheck()
  await configurator.open('Language and phone', 'Look', 'Texts')
  await page.getByLabel('Language').selectOption('de')
  await configurator.control('--contact-signup-accent').fill('#cc0066')
  await configurator.control('slot.intro').fill('Willkommen & "hallo" </p>')
  await form.getByText('Vorname').waitFor()
  await configurator.page.locator('[id="slot.submit"][placeholder=Anmelden][lang=de]').waitFor()
  assert.deepEqual(
    await form
      .locator('[part~=fields] [name]:not(slot)')
      .evaluateAll(all => all.map(each => (each as HTMLInputElement).name)),
    ['email', 'name_first', 'name_last', 'phone_country', 'phone', 'born_date'],
  )
  assert.equal(
    await form.locator('[part=submit]').evaluate(button => getComputedStyle(button).backgroundColor),
    'rgb(204, 0, 102)',
  )
  assert.equal(await form.locator('[slot=intro]').textContent(), 'Willkommen & "hallo" </p>')
  assert.equal(await frame.locator('[name=gdpr_marketing_consent]').count(), 0)
  assert.equal(
    await configurator.snippet('tag').textContent(),
    `<contact-signup
  lang="de"
  fields="email* name_first name_last phone born_date"
  consent="terms"
>
  <p slot="intro">Willkommen &amp; "hallo" &lt;/p&gt;</p>
</contact-signup>`,
  )
  assert.match((await configurator.snippet('properties').textContent())!, /--contact-signup-accent: #cc0066;/)
  assert.match((await configurator.snippet('import-map').textContent())!, /\/words-\w+\/de\.js": "sha256-/)
  await configurator.leave()
})

test('shows the preview dark, right to left and narrow', async () => {
  const configurator = await visit()
  const {page, form, frame} = configurator
  await page.getByRole('radio', {name: 'Dark'}).check()
  assert.equal(await frame.locator('html').evaluate(root => getComputedStyle(root).colorScheme), 'dark')
  for (const [name, words] of [
    ['Arabic', 'الاسم الأول'],
    ['Hebrew', 'שם פרטי'],
  ] as const) {
    await page.getByRole('radio', {name}).check()
    await form.getByText(words).waitFor()
    assert.equal(await form.evaluate(host => getComputedStyle(host).direction), 'rtl')
  }
  await page.getByRole('radio', {name: '320 px'}).check()
  assert.equal(await frame.locator('html').evaluate(root => root.clientWidth), 320)
  assert.equal(await frame.locator('html').evaluate(root => root.scrollWidth), 320)
  await configurator.leave()
})

test('opens any link, also with values that nothing has', async () => {
  const values = [
    'page.system',
    'page.script',
    'lang',
    'country',
    'attribution',
    'fields',
    'consent',
    'messages',
    'page.sites',
  ]
  for (const value of ['constructor', '__proto__', '<!--', '%']) {
    const configurator = await visit(`#${new URLSearchParams(values.map(name => [name, value])).toString()}`)
    await configurator.page.getByRole('heading', {name: 'Where to paste it'}).waitFor()
    await configurator.leave()
  }
})

test('sends nothing from the preview, and says so', async () => {
  const configurator = await visit('#endpoint=https://forms.example.com/api/signup&proof-of-work=')
  const {page, form} = configurator
  const foreign: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(address) || request.method() !== 'GET') foreign.push(request.url())
  })
  await form.locator('[name=email]').click()
  await page.keyboard.type('ada@example.com')
  await form.locator('[name=gdpr_accept_terms]').check()
  await form.locator('[part=submit]').click()
  await page.getByText('would have been sent').waitFor()
  assert.equal(await form.locator('[part=success]').count(), 0)
  assert.match((await configurator.snippet('tag').textContent())!, /forms\.example\.com.*proof-of-work/)
  assert.deepEqual(foreign, [])
  await configurator.leave()
})

test('measures the height of the form as it is on a page', async () => {
  const configurator = await visit('#fields=email&consent=terms')
  const {page, frame} = configurator
  await page.getByRole('radio', {name: '320 px'}).check()
  const css = (await configurator.snippet('height').textContent())!
  const [phone] = [...css.matchAll(/min-height: ([\d.]+)rem/g)].map(([, rem]) => Number(rem) * 16)
  const shown = (await frame.locator('contact-signup').boundingBox())!.height
  assert.ok(shown > 200 && Math.abs(phone! - shown) < 60, `${phone} px reserved, ${shown} px shown`)
  await configurator.open('Fields') // closes it
  await page.goto(`${address}#fields=email phone city gender&consent=terms`)
  await page.waitForFunction(before => document.querySelector('#text-height')!.textContent !== before, css)
  await configurator.leave()
})

test('keeps the configuration in the URL, and goes back and forward', async () => {
  const configurator = await visit()
  const {page} = configurator
  await page.getByRole('checkbox', {name: 'City', exact: true}).check()
  await page.getByRole('checkbox', {name: 'Marketing', exact: true}).uncheck()
  await page.waitForURL('**/configurator/#fields=*&consent=terms')
  await page.goBack()
  assert.equal(await page.getByRole('checkbox', {name: 'Marketing', exact: true}).isChecked(), true)
  await page.goBack()
  await page.waitForURL(address)
  assert.equal(await configurator.snippet('tag').textContent(), '<contact-signup></contact-signup>')
  await page.goForward()
  await page.goForward()
  const url = page.url()
  await configurator.leave()
  const shared = await visit(new URL(url).hash)
  assert.equal(
    await shared.snippet('tag').textContent(),
    '<contact-signup fields="name_first name_last email phone city" consent="terms"></contact-signup>',
  )
  await shared.page.getByRole('button', {name: 'Start over'}).click()
  assert.equal(await shared.snippet('tag').textContent(), '<contact-signup></contact-signup>')
  assert.equal(shared.page.url(), address)
  await shared.leave()
})

test('takes a key of a text as no step of the history, and the finished text as one', async () => {
  const configurator = await visit()
  const {page} = configurator
  const steps = () => page.evaluate(() => history.length)
  const before = await steps()
  await configurator.control('terms-url').click()
  await page.keyboard.type('/terms')
  assert.equal(await configurator.snippet('tag').textContent(), '<contact-signup terms-url="/terms"></contact-signup>')
  assert.equal(await steps(), before)
  await page.keyboard.press('Tab')
  assert.equal(await steps(), before + 1)
  await configurator.leave()
})

test('copies a snippet, and announces it', async () => {
  const permissions = ['clipboard-read', 'clipboard-write']
  const configurator = await visit('#tags=a%26b', {permissions})
  const {page} = configurator
  await page.getByRole('button', {name: 'Copy: The tag'}).click()
  await page.getByRole('status').getByText('Copied: The tag').waitFor()
  assert.equal(
    await page.evaluate(() => navigator.clipboard.readText()),
    '<contact-signup tags="a&amp;b"></contact-signup>',
  )
  await page.getByRole('button', {name: 'Copy a link'}).click()
  await page.getByRole('status').getByText('Copied: the link').waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url())
  await configurator.leave()
})

test('selects a snippet where the browser does not let the page copy', async () => {
  const configurator = await visit('#tags=a')
  const {page} = configurator
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  await page.getByRole('button', {name: 'Copy: The tag'}).click()
  await page.getByRole('status').getByText('Selected: The tag').waitFor()
  assert.equal(await page.evaluate(() => String(getSelection())), '<contact-signup tags="a"></contact-signup>')
  await configurator.leave()
})

test('reports a value that the form would ignore, beside its control', async () => {
  const configurator = await visit('#terms-url=javascript:alert(1)')
  const control = configurator.control('terms-url')
  assert.equal(await control.getAttribute('aria-invalid'), 'true')
  const described = (await control.getAttribute('aria-describedby'))!.split(' ').map(id => `[id="${id}"]`)
  const descriptions = await configurator.page.locator(described.join(', ')).allTextContents()
  assert.match(descriptions.join(' '), /Expected an http or https URL/)
  await control.fill('/terms')
  assert.equal(await control.getAttribute('aria-invalid'), null)
  await configurator.leave()
})

test('keeps the focus on the field that is moved or shown', async () => {
  const configurator = await visit()
  const {page} = configurator
  const gender = page.getByRole('checkbox', {name: 'Gender', exact: true})
  await gender.press('Space')
  await page.waitForFunction(() => document.activeElement?.closest('label')?.textContent.trim() === 'Gender')
  await page.keyboard.press('Space')
  await page.waitForFunction(() => document.activeElement?.closest('label')?.textContent.trim() === 'Gender')
  assert.equal(await configurator.snippet('tag').textContent(), '<contact-signup></contact-signup>')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  const up = page.getByRole('button', {name: 'Move Email up'})
  await up.focus()
  await up.press('Enter')
  await page.getByRole('status').getByText('Email: 2 of 4').waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Move Email up')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Move Email down')
  assert.equal(await focused(), 'Move Email down')
  await configurator.leave()
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 320])
    test(`has no axe violation and no overflow, with everything open and an error (${colorScheme}, ${width} px)`, async () => {
      const configurator = await visit('#terms-url=javascript:1&--contact-signup-gap=1em', {
        colorScheme,
        viewport: {width, height: 800},
      })
      assert.deepEqual(await configurator.violations(), [])
      await configurator.openAll()
      assert.deepEqual(await configurator.violations(), [])
      const overflow = await configurator.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(overflow <= 0, `${overflow} px too wide`)
      await configurator.leave()
    })

test('is usable with forced colours, and by keyboard from the top', async () => {
  const configurator = await visit('', {forcedColors: 'active', reducedMotion: 'reduce'})
  const {page} = configurator
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter') // the link that skips the settings
  await page.waitForFunction(() => document.querySelector(':target')) // where the next Tab starts from
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Copy a link to this configuration')
  const chosen = page.locator('.segments :checked + span').first()
  const other = page.locator('.segments :not(:checked) + span').first()
  const colourOf = (locator: Locator) => locator.evaluate(element => getComputedStyle(element).backgroundColor)
  assert.notEqual(await colourOf(chosen), await colourOf(other))
  assert.deepEqual(await configurator.violations(), [])
  await configurator.leave()
})

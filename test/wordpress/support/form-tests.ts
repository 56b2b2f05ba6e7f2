import assert from 'node:assert/strict'
import {Visitor} from '../../support/page/visitor.ts'
import {htmlOf, type Check, type Stage} from './stage.ts'

export async function testForm(check: Check, stage: Stage): Promise<void> {
  await check(
    'takes a signup from a shortcode of the classic editor, in a block theme and in a classic one',
    async () => {
      const text = 'Before\n\n[contact-signup title="Join us" tags="letter" fields="email*"]\n\nAfter'
      const url = new URL(await stage.author.publishPost(text))
      await signUpByShortcode(stage, url.href)
      url.searchParams.set('classic', '')
      await signUpByShortcode(stage, url.href)
    },
  )
  await check('takes a signup from the block', () => signUpByBlock(stage))

  const {browser, wordpress} = stage
  const visit = async (text: string, query = {}) => {
    const url = new URL(await wordpress.publish('author', text))
    for (const [name, value] of Object.entries<string>(query)) url.searchParams.set(name, value)
    return Visitor.visit(browser, url.href)
  }

  await check('keeps the text of a shortcode in its slot, whatever paragraphs WordPress makes of it', async () => {
    for (const text of [
      '[contact-signup]One\n\nTwo[/contact-signup]',
      'Before [contact-signup]\n\nOne\n\nTwo\n\n[/contact-signup] after',
    ]) {
      const visitor = await visit(text)
      assert.equal(await visitor.page.locator('contact-signup > [slot=intro]').innerText(), 'One\n\nTwo')
      await visitor.leave()
    }
  })

  await check('has the language of the page', async () => {
    const visitor = await visit('[contact-signup]', {locale: 'de_DE_formal'})
    assert.equal(await visitor.page.locator('contact-signup').getAttribute('lang'), 'de-DE')
    assert.equal(await visitor.button.innerText(), 'Anmelden')
    await visitor.leave()
  })

  await check('shows an address to visitors without script', async () => {
    const context = await browser.newContext({javaScriptEnabled: false})
    const page = await context.newPage()
    await page.goto(await wordpress.publish('author', '[contact-signup]'))
    const link = page.getByRole('link', {name: 'hello@example.com'})
    await link.waitFor()
    assert.equal(await link.getAttribute('href'), 'mailto:hello@example.com')
    await context.close()
  })

  await check('loads no script on a page without a form', async () => {
    for (const path of ['/?p=1', '/?p=1&classic'])
      assert.doesNotMatch(await htmlOf(wordpress.origin + path), /contact-signup/)
  })
}

async function signUpByShortcode({browser, api}: Stage, url: string): Promise<void> {
  const visitor = await Visitor.visit(browser, url)
  await visitor.page.getByRole('heading', {name: 'Join us'}).waitFor()
  assert.equal(await visitor.page.locator('contact-signup > [slot=intro]').count(), 1)
  assert.equal(await visitor.page.getByText('Please write to').isVisible(), false)
  await visitor.type('email', 'ada@example.com')
  await submit(visitor)
  const {email, tags, language} = api.requests.at(-1)!.body
  assert.deepEqual({email, tags, language}, {email: 'ada@example.com', tags: ['letter'], language: 'EN'})
  const script = visitor.page.locator('script[src*="contact-signup"]')
  assert.equal(await script.count(), 1)
  assert.equal(await script.getAttribute('type'), 'module')
  const loaded = await visitor.page.evaluate(() => performance.getEntriesByType('resource').map(({name}) => name))
  assert.equal(loaded.filter(url => url.includes('/contact-signup.js')).length, 1)
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
}

async function signUpByBlock({browser, administrator, api}: Stage): Promise<void> {
  const attributes = {fields: 'email*', termsUrl: '/other-terms', submit: 'Send me <em>letters</em>', prefill: true}
  const url = new URL(await administrator.publishBlock('contact-signup/form', attributes, 'The heading'))
  url.searchParams.set('email', 'bob@example.com')
  const visitor = await Visitor.visit(browser, url.href)
  assert.equal(await visitor.page.locator('contact-signup > [slot=intro] h2').innerText(), 'The heading')
  await visitor.page.getByRole('button', {name: 'Send me letters'}).waitFor()
  assert.match((await visitor.part('link').first().getAttribute('href'))!, /\/other-terms$/)
  await submit(visitor)
  assert.equal(api.requests.at(-1)!.body.email, 'bob@example.com')
  await visitor.leave()
}

async function submit(visitor: Visitor): Promise<void> {
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
}

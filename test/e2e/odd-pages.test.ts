import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {FrameLocator, Page} from 'playwright-core'
import {useSite} from '../support/servers/site.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'

type Form = HTMLElementTagNameMap['contact-signup']

const script = '<script type="module" src="/contact-signup.js"></script>'
const tag = '<contact-signup fields="name_first email phone" tags="one two" terms-url="/terms"></contact-signup>'
const page = (body: string, head = script) => `<!doctype html><html lang="en"><title>Odd</title>${head}<body>${body}`

const browser = await useBrowser()
const site = await useSite(['/api/signup', '/api/two', '/api/three'])

/** Opens a page with this HTML. The form may not be there yet. */
async function open(html: string): Promise<Visitor> {
  const visitor = new Visitor(
    await (await browser.newContext({permissions: ['clipboard-read', 'clipboard-write']})).newPage(),
  )
  visitor.page.setDefaultTimeout(10_000)
  await visitor.page.goto(site.put('/', html))
  return visitor
}

/** Fills in the fields of `tag` as a visitor does, and submits. */
async function signUp(page: Page, frame: Page | FrameLocator = page): Promise<void> {
  const control = (name: string) => frame.locator(`contact-signup [name=${name}]:not(slot)`)
  await control('name_first').click()
  await page.keyboard.type('Ada')
  await control('email').click()
  await page.keyboard.type('ada@example.com')
  await frame.locator('contact-signup [part~=country]').click()
  await page.keyboard.type('switz')
  await frame.locator('#country-CH').click()
  await control('phone').click()
  await page.keyboard.type('078 123 45 67')
  await control('gdpr_accept_terms').click()
  await frame.locator('contact-signup [part=submit]').click()
}

const ada = {
  name_first: 'Ada',
  email: 'ada@example.com',
  phone_countrycode: '41',
  phone_number: '781234567',
  tags: ['one', 'two'],
  gdpr_accept_terms: true,
}

/** The last contact at the contact API, reduced to what `signUp` fills in. */
function arrived(): unknown {
  const {body} = site.apis['/api/signup']!.requests.at(-1)!
  return Object.fromEntries(Object.keys(ada).map(name => [name, body[name]]))
}

async function arrives(visitor: Visitor, frame: Page | FrameLocator = visitor.page): Promise<void> {
  const {requests} = site.apis['/api/signup']!
  requests.length = 0
  await signUp(visitor.page, frame)
  await frame.locator('contact-signup [part=success]').waitFor()
  assert.deepEqual([arrived(), requests.length, visitor.faults], [ada, 1, []])
}

const clobbered = [
  '<img id="trustedTypes">',
  '<form id="x"><input name="attributes"><input name="children"></form>',
  '<img name="getElementById">',
  '<input id="customElements">',
  '<img name="baseURI">',
  ...['createElement', 'createTreeWalker', 'createComment', 'createTextNode', 'importNode', 'addEventListener'].map(
    name => `<img name="${name}">`,
  ),
  '<form name="createElement"></form><form name="createElement"></form>',
  '<object id="importNode"></object>',
  ...[
    'reactiveElementVersions',
    'litPropertyMetadata',
    'litElementVersions',
    'litHtmlVersions',
    'reactiveElementPolyfillSupport',
    'litElementPolyfillSupport',
    'litHtmlPolyfillSupport',
    'litElementHydrateSupport',
    'litIssuedWarnings',
    'ShadyCSS',
    'ShadyDOM',
  ].map(id => `<a id="${id}">a</a><a id="${id}">b</a>`),
]
for (const html of clobbered)
  test(`works on a page with ${html}`, async () => {
    const visitor = await open(page(html + tag + html))
    assert.equal(await visitor.part('link').count(), 1)
    await arrives(visitor)
    await visitor.leave()
  })

const libraries: [string, string][] = [
  [
    'methods on every array',
    'Array.prototype.each = Array.prototype.forEach; Array.prototype.entries = Array.prototype.toArray = function () { return this.slice() }',
  ],
  [
    'its own Function.prototype.bind',
    `Function.prototype.bind = function (scope) {
    const [method, first] = [this, [].slice.call(arguments, 1)]
    return function () { return method.apply(scope, first.concat([].slice.call(arguments))) }
  }`,
  ],
  [
    'its own String methods',
    `
    String.prototype.trim = String.prototype.strip = function () { return this.replace(/^\\s+/, '').replace(/\\s+$/, '') }
    String.prototype.startsWith = function (start) { return this.lastIndexOf(start, 0) === 0 }
    String.prototype.include = String.prototype.contains = function (part) { return this.indexOf(part) > -1 }`,
  ],
  [
    'its own Element.prototype.remove',
    'Element.prototype.remove = function () { this.parentNode.removeChild(this); return this }',
  ],
  [
    'its own Array.from',
    `Array.from = function (list) {
    if (!list) return []
    if ('toArray' in Object(list)) return list.toArray()
    let length = list.length || 0
    const found = new Array(length)
    while (length--) found[length] = list[length]
    return found
  }`,
  ],
  [
    'enumerable properties on every object',
    'Object.prototype.foo = 1; Object.prototype.bar = function () { return this }; Object.prototype.baz = {}',
  ],
  [
    'toJSON on arrays and strings',
    `Object.toJSON = function (value) { return value.map ? '[' + value.map(Object.toJSON).join(', ') + ']' : '"' + value + '"' }
    Array.prototype.toJSON = String.prototype.toJSON = function () { return Object.toJSON(this) }`,
  ],
]
for (const [what, code] of libraries)
  test(`delivers a lead on a page with a library that has ${what}`, async () => {
    const visitor = await open(page(tag, `<script>${code}</script>${script}`))
    await arrives(visitor)
    await visitor.leave()
  })

test('sends three forms of one page, in three languages, each to its own endpoint', async () => {
  const places = [
    ['/api/signup', 'en', 'Thank you'],
    ['/api/two', 'es', 'Muchas gracias'],
    ['/api/three', 'ar', 'شكر'],
  ] as const
  const visitor = await open(
    page(
      places
        .map(
          ([path, lang]) =>
            `<section lang="${lang}"><contact-signup endpoint="${path}" fields="email phone"></contact-signup></section>`,
        )
        .join(''),
    ),
  )
  const inner = () =>
    visitor.page.evaluate(() => [
      [...document.querySelectorAll('contact-signup')].indexOf(document.activeElement as Form),
      document.activeElement?.shadowRoot?.activeElement?.id,
    ])
  for (const [index] of places.entries()) {
    await visitor.page.locator('contact-signup label[for=email]').nth(index).click()
    assert.deepEqual(await inner(), [index, 'email'], 'a label focuses the field of its own form')
    await visitor.page.keyboard.type(`visitor-${index}@`)
    await visitor.button.nth(index).click()
    await visitor.page.locator('contact-signup').nth(index).locator('[part=summary]').waitFor()
    await visitor.page.locator('contact-signup').nth(index).locator('[part=summary] button').first().click()
    assert.deepEqual(await inner(), [index, 'email'], 'so does an entry of the summary')
    await visitor.page.keyboard.press('End')
    await visitor.page.keyboard.type('example.com')
  }
  for (const [index, [path, , words]] of places.entries()) {
    await visitor.control('gdpr_accept_terms').nth(index).check()
    await visitor.button.nth(index).click()
    await visitor.page.locator('contact-signup').nth(index).locator('[part=success]').getByText(words).waitFor()
    assert.deepEqual(
      await visitor.page
        .locator('contact-signup')
        .evaluateAll(forms => forms.map(form => (form as Form).phase === 'done')),
      places.map((_, other) => other <= index),
    )
    assert.equal(site.apis[path]!.requests.at(-1)!.body.email, `visitor-${index}@example.com`)
  }
  assert.deepEqual(
    places.map(
      ([path]) => site.apis[path]!.requests.filter(({body}) => String(body.email).startsWith('visitor')).length,
    ),
    [1, 1, 1],
  )
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
})

const frames: [string, (url: string) => string][] = [
  ['of the same origin', url => `<iframe src="${url}"></iframe>`],
  ['with srcdoc', () => `<iframe srcdoc='${page(tag)}'></iframe>`],
  ['that may not send forms', url => `<iframe sandbox="allow-scripts allow-same-origin" src="${url}"></iframe>`],
]
const sized = '<style>iframe { width: 700px; height: 1000px }</style>'
for (const [what, frame] of frames)
  test(`sends a form in a frame ${what}`, async () => {
    const visitor = await open(page(frame(site.put('/framed', page(tag))), sized))
    await arrives(visitor, visitor.page.frameLocator('iframe'))
    await visitor.leave()
  })

test('validates in a sandbox with an opaque origin, and reports that it cannot send', async () => {
  const visitor = await open(
    page(`<iframe sandbox="allow-scripts" src="${site.put('/framed', page(tag))}"></iframe>`, sized),
  )
  const frame = visitor.page.frameLocator('iframe')
  await frame.locator('contact-signup [part=submit]').click()
  await frame.locator('contact-signup [part=summary]').waitFor()
  await signUp(visitor.page, frame)
  await frame
    .locator('contact-signup [part=status]')
    .getByText(/could not reach the server/)
    .waitFor()
  assert.equal(await frame.locator('contact-signup [name=email]').inputValue(), 'ada@example.com')
  await visitor.leave()
})

const written: [string, string][] = [
  ['document.write, after the script', page(`<script>document.write('${tag}')</script>`)],
  [
    'document.write, script and all',
    page(`<script>document.write('${script.replace('</', '<\\/')}${tag}')</script>`, ''),
  ],
  [
    'document.write after the page has loaded',
    page(
      `<script type="module">document.open(); document.write('<!doctype html><html lang="en">${tag}'); document.close()</script>`,
    ),
  ],
  [
    'innerHTML, before the script',
    page(`<main></main><script>document.querySelector('main').innerHTML = '${tag}'</script>${script}`, ''),
  ],
  [
    'innerHTML, after it',
    page(`<main></main><script type="module">document.querySelector('main').innerHTML = '${tag}'</script>`),
  ],
  [
    'a template that is cloned',
    page(
      `<template>${tag}</template><script type="module">document.body.append(document.querySelector('template').content.cloneNode(true))</script>`,
    ),
  ],
  ['a page in quirks mode', page(tag).replace('<!doctype html>', '')],
  ['an XHTML page in which the tag closes itself', page(tag.replace('></contact-signup>', ' />'))],
]
for (const [how, html] of written)
  test(`sends a form that comes by ${how}`, async () => {
    const visitor = await open(html)
    await arrives(visitor)
    await visitor.leave()
  })

test('lays out the form in quirks mode as in standards mode', async () => {
  const measure = async (html: string) => {
    const visitor = await open(html)
    await visitor.button.click()
    await visitor.part('summary').waitFor()
    const boxes = await visitor.page.locator('contact-signup').evaluate(form => [
      document.compatMode,
      ...[...form.shadowRoot!.querySelectorAll('[part]')].map(element => {
        const {x, y, width, height} = element.getBoundingClientRect()
        return [element.getAttribute('part'), x, y, width, height].join(' ')
      }),
    ])
    await visitor.leave()
    return boxes
  }
  const [standard, quirks] = [await measure(page(tag)), await measure(page(tag).replace('<!doctype html>', ''))]
  assert.deepEqual([standard.shift(), quirks.shift()], ['CSS1Compat', 'BackCompat'])
  assert.deepEqual(quirks, standard)
})

test('keeps properties and listeners that the page set before the script loaded', async () => {
  const visitor = await open(
    page('<contact-signup lang="es" fields="phone" tags="one" privacy-url="/privacy"></contact-signup>', ''),
  )
  await visitor.page.evaluate(() => {
    const form = document.querySelector('contact-signup')!
    Object.assign(form, {
      fields: 'email name_first',
      messages: {submit: 'Count me in'},
      tags: 'two',
      termsUrl: '/terms',
      consent: 'terms',
    })
    form.addEventListener('contact-signup-success', () => (document.title = 'done'))
  })
  await visitor.page.addScriptTag({type: 'module', url: '/contact-signup.js'})
  await visitor.page.getByText('Count me in').waitFor()
  assert.deepEqual(
    await visitor.page
      .locator('contact-signup')
      .evaluate(form => [...form.shadowRoot!.querySelectorAll<HTMLInputElement>('input')].map(({name}) => name)),
    ['email', 'name_first', 'gdpr_accept_terms'],
  )
  assert.equal(await visitor.part('link').count(), 2)
  await visitor.type('email', 'late@example.com')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
  assert.equal(await visitor.page.title(), 'done')
  assert.deepEqual(site.apis['/api/signup']!.requests.at(-1)!.body.tags, ['two'])
  await visitor.leave()
})

test('keeps the later value of a property that is set again while the words load', async () => {
  const visitor = await open(page('<contact-signup lang="es"></contact-signup>', ''))
  let release = () => {}
  const held = new Promise<void>(resolve => (release = resolve))
  await visitor.page.route(/chunks\/words/, route => held.then(() => route.continue()))
  const form = visitor.page.locator('contact-signup')
  await form.evaluate(form => Object.assign(form, {fields: 'email'}))
  await visitor.page.addScriptTag({type: 'module', url: '/contact-signup.js'})
  await form.evaluate(form =>
    customElements.whenDefined('contact-signup').then(() => Object.assign(form, {fields: 'email city'})),
  )
  release()
  await visitor.button.waitFor()
  assert.deepEqual(
    [await form.evaluate(form => (form as Form).fields), await visitor.control('city').count()],
    ['email city', 1],
  )
  await visitor.leave()
})

test('neither submits nor validates on the Enter that ends a composition, and does not interrupt it', async () => {
  const visitor = await open(page('<contact-signup fields="name_first* email"></contact-signup>'))
  const cdp = await visitor.page.context().newCDPSession(visitor.page)
  const compose = (text: string) =>
    cdp.send('Input.imeSetComposition', {text, selectionStart: text.length, selectionEnd: text.length})
  const {requests} = site.apis['/api/signup']!
  requests.length = 0
  await visitor.button.click()
  await visitor.part('error-name_first').waitFor()
  await visitor.control('name_first').click()
  for (const text of ['お', 'おー', 'おーが', 'おーがす', 'おーがすた']) await compose(text) // removes the error, which moves the field
  await visitor.part('error-name_first').waitFor({state: 'detached'})
  await cdp.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    windowsVirtualKeyCode: 229,
    key: 'Enter',
    code: 'Enter',
  })
  await cdp.send('Input.insertText', {text: 'オーガスタ'})
  assert.equal(await visitor.control('name_first').inputValue(), 'オーガスタ')
  assert.deepEqual(
    await visitor.page
      .locator('contact-signup')
      .evaluate(form => [(form as Form).phase, form.shadowRoot!.activeElement?.id]),
    ['editing', 'name_first'],
  )
  assert.deepEqual(requests, [])
  await visitor.leave()
})

test('searches countries by an input method, whose Enter chooses none', async () => {
  const visitor = await open(page('<contact-signup lang="ja" fields="phone"></contact-signup>'))
  const cdp = await visitor.page.context().newCDPSession(visitor.page)
  await visitor.part('country').click()
  await visitor.part('country-option').first().waitFor()
  for (const text of ['ス', 'スイ'])
    await cdp.send('Input.imeSetComposition', {text, selectionStart: text.length, selectionEnd: text.length})
  await visitor.page.locator('contact-signup [aria-selected=true]').waitFor()
  await cdp.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    windowsVirtualKeyCode: 229,
    key: 'Enter',
    code: 'Enter',
  })
  assert.equal(await visitor.control('phone_country').inputValue(), '')
  await cdp.send('Input.insertText', {text: 'スイス'})
  await visitor.page.locator('#country-CH[aria-selected=true]').waitFor()
  await visitor.page.keyboard.press('Enter')
  assert.equal(await visitor.control('phone_country').inputValue(), 'CH')
  await visitor.leave()
})

const pastes: [name: string, text: string, read: string, country?: string][] = [
  ['phone', '+41 78 123 45 67', '078 123 45 67', 'CH'],
  ['phone', ' 0049-30-901820\n', '030 901820', 'DE'],
  ['email', ' ada@example.com ', 'ada@example.com'],
]
for (const [name, text, read, country] of pastes)
  test(`reads ${JSON.stringify(text)} pasted into ${name}`, async () => {
    const visitor = await open(page(tag))
    await visitor.page.evaluate(text => navigator.clipboard.writeText(text), text)
    await visitor.control(name).click()
    await visitor.page.keyboard.press('Control+V')
    if (country)
      await visitor.page.waitForFunction(
        country =>
          document
            .querySelector('contact-signup')!
            .shadowRoot!.querySelector<HTMLSelectElement>('[name=phone_country]')!.value === country,
        country,
      )
    await visitor.control('gdpr_accept_terms').check()
    await visitor.button.click()
    await visitor.part('success').waitFor()
    assert.equal(await visitor.control(name).inputValue(), read)
    await visitor.leave()
  })

test('validates dropped text when the visitor leaves the field', async () => {
  const visitor = await open(page(`<p id="text" style="width: max-content; user-select: all">ada@example</p>${tag}`))
  await visitor.page.locator('#text').click()
  await visitor.page.locator('#text').dragTo(visitor.control('email'))
  assert.equal(await visitor.control('email').inputValue(), 'ada@example')
  await visitor.control('email').focus()
  await visitor.control('name_first').click()
  await visitor.part('error-email').waitFor()
  await visitor.leave()
})

test('keeps the undo history when an error appears and disappears', async () => {
  const visitor = await open(page(tag))
  await visitor.type('email', 'ada@example')
  await visitor.control('name_first').click()
  await visitor.part('error-email').waitFor()
  await visitor.control('email').click()
  await visitor.page.keyboard.press('End')
  await visitor.page.keyboard.type('.com')
  await visitor.part('error-email').waitFor({state: 'detached'})
  const value = () => visitor.control('email').inputValue()
  for (const [key, end] of [
    ['Control+Z', 'ada@example'],
    ['Control+Z', ''],
    ['Control+Shift+Z', 'ada@example.com'],
  ] as const) {
    for (let steps = 0; steps < 30 && (await value()) !== end; steps += 1) await visitor.page.keyboard.press(key)
    assert.equal(await value(), end)
  }
  await visitor.leave()
})

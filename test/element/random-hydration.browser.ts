import {assert} from 'chai'
import type {ContactSignup} from '../../src/index.ts'
import type {PrerenderOptions} from '../../src/prerender/index.ts'
import {openPrerendered, isHydrated, type PrerenderedPage} from '../support/page/prerendered-page.ts'

const pages = 50
const formsOfPage = 20
const languages = ['en', 'de', 'es-MX', 'ar', 'ja', 'pt-BR', 'xx']
const fieldLists = [
  'name_first name_last email phone',
  'email*',
  'phone* name_first',
  'name_first* email* phone city region zip country full_address born_date gender',
  'email city gender*',
]
const texts = ['Ada', 'Zoë Ångström', 'a@example.com', 'مرحبا', '山田', '"><b>', '  ', '07400 123456']

type Random = <T>(choices: readonly T[]) => T

/** A generator of pseudo-random choices (mulberry32): a failing test names its seed. */
function createRandom(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return choices => choices[Math.floor(next() * choices.length)]!
}

const randomOptions = (random: Random): PrerenderOptions => ({
  lang: random(languages),
  attributes: {
    fields: random(fieldLists),
    consent: random(['terms marketing', 'terms', 'marketing', '']),
    country: random(['GB', 'DE', '']),
    'terms-url': random(['/terms', '']),
    'privacy-url': random(['/privacy', '']),
    tags: random(['one', '']),
  },
  ...(random([true, false]) && {
    messages: {submit: random(['Go', '']), hint_email_or_phone: random(['One of both', ''])},
  }),
  slots: random(['', '<span slot="terms">I agree</span>', '<h2 slot="intro">Hello</h2>']),
})

/** Changes that a page's script makes before the form's own script has loaded. */
const changes: ((form: ContactSignup, random: Random) => void)[] = [
  () => {},
  () => {},
  (form, random) => (form.lang = random(languages)),
  (form, random) => form.setAttribute('fields', random(fieldLists)),
  (form, random) => form.setAttribute('consent', random(['terms', 'marketing terms', ''])),
  form => form.setAttribute('terms-url', '/agb'),
  form => form.removeAttribute('messages'),
]

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** The controls that a visitor fills in. */
const controlsOf = (form: ContactSignup): Control[] =>
  [...form.shadowRoot!.querySelectorAll<Control>('form :is(input, textarea, select)[name]')].filter(
    control => !/country$|more_comments/.test(control.name) && control.type !== 'hidden',
  )

/** A visitor's edit of a form, and what it must not lose: values by name. */
function edit(form: ContactSignup, random: Random, typed: Map<string, string | boolean>): void {
  const control = random(controlsOf(form))
  if (!control) return
  if (control.type === 'checkbox') typed.set(control.name, ((control as HTMLInputElement).checked = true))
  else {
    const text = control.type === 'date' ? '1990-02-28' : control.localName === 'select' ? 'FEMALE' : random(texts)
    control.focus()
    control.value = text
    typed.set(control.name, control.value)
  }
  control.dispatchEvent(new Event('input', {bubbles: true, composed: true}))
}

/** What a visitor sees of a form, beside what they have typed and what is said about that. */
function describe(form: ContactSignup): string[] {
  const elements = form.shadowRoot!.querySelectorAll<HTMLElement>(
    'form :is(label, a, input, select, textarea, button, p)',
  )
  return [...elements]
    .filter(
      element =>
        element.checkVisibility() && !element.matches('[part~=error], [part~=hint-phone], [part~=suggestion] *'),
    )
    .map(element => {
      const {localName, id} = element
      const attributes = [
        'required',
        'href',
        'lang',
        'dir',
        'type',
        'autocomplete',
        'enterkeyhint',
        'tabindex',
        'action',
      ]
      const values = attributes.map(name => element.getAttribute(name))
      return [localName, id, ...values, element.matches('select') ? '' : element.textContent!.trim()].join(' ')
    })
}

const seed = Number(new URLSearchParams(location.search).get('seed')) || 1

for (let index = 0; index < pages; index += 1)
  test(`loses nothing and ends right in random hydrations, seed ${seed + index}`, async () => {
    const random = createRandom(seed + index)
    const options = Array.from({length: formsOfPage}, () => randomOptions(random))
    const page = await openPrerendered(options)
    const forms = [...page.window.document.querySelectorAll('contact-signup')]
    const typed = forms.map(() => new Map<string, string | boolean>())
    const editSome = () => {
      for (const [at, form] of forms.entries()) if (random([true, false])) edit(form, random, typed[at]!)
    }
    editSome()
    for (const form of forms) random(changes)(form, random)
    page.loadScript()
    await page.until(() => {
      if (random([true, false, false])) editSome()
      return forms.every(isHydrated)
    })
    editSome()
    await Promise.all(forms.map(form => form.updateComplete))
    for (const [at, form] of forms.entries()) {
      const hint = `form ${at}: ${JSON.stringify(options[at])}`
      keepsTyped(form, typed[at]!, hint)
      await looksAsIfRenderedAnew(page, form, hint)
    }
  })

function keepsTyped(form: ContactSignup, typed: Map<string, string | boolean>, hint: string): void {
  for (const control of controlsOf(form)) {
    const value = control.type === 'checkbox' ? (control as HTMLInputElement).checked : control.value
    const expected = typed.get(control.name) ?? (control.type === 'checkbox' ? false : '')
    assert.equal(value, expected, `${control.name} of ${hint}`)
  }
}

async function looksAsIfRenderedAnew(page: PrerenderedPage, form: ContactSignup, hint: string): Promise<void> {
  const anew = form.cloneNode(true) as ContactSignup
  form.after(anew)
  await page.until(() => anew.shadowRoot?.querySelector('form'))
  await anew.updateComplete
  assert.deepEqual(describe(form), describe(anew), hint)
  anew.remove()
}

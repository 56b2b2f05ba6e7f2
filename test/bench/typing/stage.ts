import type {Browser, Page} from 'playwright-core'
import type {Control} from '../../../src/element/interaction/controls.ts'
import {openSlowPage, type SlowPage} from '../support/slow-page.ts'

const phone = {viewport: {width: 412, height: 915}}
const slowness = {cpu: 4}

/** All fields, each required, so that each can have an error. */
const fields = 'name_first* name_last* email* phone* city* region* zip* country* full_address* born_date* gender*'

/** Opens a slowed page with `count` forms, without any interaction; the one in the middle is for typing. */
export async function openForms(browser: Browser, url: string, count: number): Promise<SlowPage> {
  const slow = await openSlowPage(browser, slowness, phone)
  await slow.page.goto(`${url}/page/`)
  await slow.page.evaluate(() => customElements.whenDefined('contact-signup'))
  await slow.page.evaluate(addForms, {count, fields})
  return slow
}

/** The same with all chunks loaded in each form, and with bare controls after the form for typing. */
export async function openStage(browser: Browser, url: string, count: number): Promise<SlowPage> {
  const slow = await openForms(browser, url, count)
  await slow.page.evaluate(interactWithForms)
  await slow.page.waitForFunction(areReady, undefined, {polling: 200, timeout: 120_000})
  await slow.page.evaluate(addBareControls)
  return slow
}

/** Focuses a control of the form for typing, or its bare counterpart, as a click would. */
export function focusControl(page: Page, field: string, isBare: boolean): Promise<void> {
  return page.evaluate(
    ([id, bare]) => {
      const root = bare ? document : document.querySelector('.typed')!.shadowRoot!
      const control = root.querySelector<HTMLElement>(`#${bare ? `bare-${id}` : id}`)!
      control.focus()
      if (control instanceof HTMLInputElement && control.type === 'date') control.value = ''
    },
    [field, isBare] as const,
  )
}

/** Adds the forms as HTML tags, with links, so that they have all features. */
async function addForms({count, fields}: {count: number; fields: string}): Promise<void> {
  const tag = `<contact-signup fields="${fields}" terms-url="/terms" privacy-url="/privacy"></contact-signup>`
  document.querySelector('main')!.innerHTML = tag.repeat(count)
  const forms = [...document.querySelectorAll('contact-signup')]
  await Promise.all(forms.map(form => form.updateComplete))
  forms[Math.floor(count / 2)]!.className = 'typed'
}

function interactWithForms(): void {
  for (const form of document.querySelectorAll('contact-signup')) {
    const control = form.renderRoot.querySelector('#phone')!
    for (const type of ['focusin', 'input']) control.dispatchEvent(new Event(type, {bubbles: true}))
    form.reportValidity()
  }
}

/** Repeats the country's focus event: the form listens for it only after the interaction chunk has loaded. */
function areReady(): boolean {
  const roots = [...document.querySelectorAll('contact-signup')].map(({renderRoot}) => renderRoot)
  for (const root of roots)
    root.querySelector('#phone_country:not([aria-autocomplete])')?.dispatchEvent(new Event('focusin', {bubbles: true}))
  return roots.every(root => root.querySelector('[aria-autocomplete]') && root.querySelector('[part=summary]'))
}

/** Bare controls show the time that the browser alone takes for the same keys. */
function addBareControls(): void {
  const typed = document.querySelector('.typed') as HTMLElementTagNameMap['contact-signup'] // by `addForms`
  const controls = [...typed.renderRoot.querySelectorAll<Control>('[part~=input]')]
  typed.after(
    ...controls.map(control => {
      const bare = control.cloneNode(true) as Control // a clone has the same type
      for (const name of control.getAttributeNames()) if (name !== 'type') bare.removeAttribute(name)
      bare.id = `bare-${control.id}`
      return bare
    }),
  )
}

import type {Browser, Page} from 'playwright-core'
import type {Control} from '../../../src/element/interaction/controls.ts'
import {openSlowPage, type SlowPage} from '../support/slow-page.ts'

const phone = {viewport: {width: 412, height: 915}}
const slowness = {cpu: 4}

/** Every field there is, each required, so that each can be complained about. */
const fields = 'name_first* name_last* email* phone* city* region* zip* country* full_address* born_date* gender*'

/** A slowed page with so many forms that nobody has touched yet; the one in the middle is to be typed into. */
export async function openForms(browser: Browser, url: string, count: number): Promise<SlowPage> {
  const slow = await openSlowPage(browser, slowness, phone)
  await slow.page.goto(`${url}/page/`)
  await slow.page.evaluate(() => customElements.whenDefined('contact-signup'))
  await slow.page.evaluate(addForms, {count, fields})
  return slow
}

/** The same, each form with all that it loads late, and beside the typed one bare controls that do nothing. */
export async function openStage(browser: Browser, url: string, count: number): Promise<SlowPage> {
  const slow = await openForms(browser, url, count)
  await slow.page.evaluate(touchForms)
  await slow.page.waitForFunction(areTouched, undefined, {polling: 200, timeout: 120_000})
  await slow.page.evaluate(addBareControls)
  return slow
}

/** Puts focus into a control of the typed form or its bare twin, as a click would. */
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

/** As a tag in the page's HTML, with links, so that nothing is left out. */
async function addForms({count, fields}: {count: number; fields: string}): Promise<void> {
  const tag = `<contact-signup fields="${fields}" terms-url="/terms" privacy-url="/privacy"></contact-signup>`
  document.querySelector('main')!.innerHTML = tag.repeat(count)
  const forms = [...document.querySelectorAll('contact-signup')]
  await Promise.all(forms.map(form => form.updateComplete))
  forms[Math.floor(count / 2)]!.className = 'typed'
}

function touchForms(): void {
  for (const form of document.querySelectorAll('contact-signup')) {
    const control = form.renderRoot.querySelector('#phone')!
    for (const type of ['focusin', 'input']) control.dispatchEvent(new Event(type, {bubbles: true}))
    form.reportValidity()
  }
}

/** What searches countries is loaded by a touch of its own field, once that is listened for: until then it is touched again. */
function areTouched(): boolean {
  const roots = [...document.querySelectorAll('contact-signup')].map(({renderRoot}) => renderRoot)
  for (const root of roots)
    root.querySelector('#phone_country:not([aria-autocomplete])')?.dispatchEvent(new Event('focusin', {bubbles: true}))
  return roots.every(root => root.querySelector('[aria-autocomplete]') && root.querySelector('[part=summary]'))
}

/** What the browser alone takes for the same keys is the least that they can take here. */
function addBareControls(): void {
  const typed = document.querySelector('.typed') as HTMLElementTagNameMap['contact-signup'] // the form got its class from here
  const controls = [...typed.renderRoot.querySelectorAll<Control>('[part~=input]')]
  typed.after(
    ...controls.map(control => {
      const bare = control.cloneNode(true) as Control // a clone is of the same kind
      for (const name of control.getAttributeNames()) if (name !== 'type') bare.removeAttribute(name)
      bare.id = `bare-${control.id}`
      return bare
    }),
  )
}

import type {Page} from 'playwright-core'

/**
 * The form's state when typing begins. `quiet`: empty, without errors. `errors`: an error in every field, and the
 * summary. `filled`: all other fields are filled in and the terms have an error, so that each key validates a complete
 * contact with its phone.
 */
export const situations = ['quiet', 'errors', 'filled'] as const
export type Situation = (typeof situations)[number]

const values: Record<string, string> = {
  name_first: 'Ada',
  name_last: 'Lovelace',
  email: 'ada@example.org',
  phone: '07400 123456',
  city: 'London',
  region: 'Greater London',
  zip: 'SW1Y 4JH',
  country: 'GB',
  full_address: '12 St James’s Square',
  born_date: '1980-12-10',
  gender: 'FEMALE',
}

/** Brings the form into that state, with the field itself empty. */
export async function arrange(page: Page, situation: Situation, field: string): Promise<void> {
  await page.evaluate(() =>
    document.querySelector<HTMLElementTagNameMap['contact-signup']>('contact-signup.typed')!.reset(),
  )
  if (situation === 'quiet') return
  const others = situation === 'filled' ? Object.entries(values).filter(([name]) => name !== field) : []
  await page.evaluate(fillIn, others)
  await page.waitForFunction(hasSummary, undefined, {polling: 100})
}

function fillIn(values: [name: string, value: string][]): void {
  const form = document.querySelector<HTMLElementTagNameMap['contact-signup']>('contact-signup.typed')!
  for (const [name, value] of values) {
    const control = form.renderRoot.querySelector<HTMLInputElement>(`#${name}`)!
    control.value = value
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, {bubbles: true}))
  }
  form.reportValidity()
}

const hasSummary = () =>
  Boolean(document.querySelector('contact-signup.typed')!.shadowRoot!.querySelector('[part=summary]'))

import type {Page} from 'playwright-core'

/**
 * How the form stands when a field is typed into. `quiet`: nothing typed, nothing said. `complaints`: about every
 * field, with the summary. `filled`: all other fields are, and the terms are complained about, so that a whole contact
 * with its phone is judged at each key.
 */
export const situations = ['quiet', 'complaints', 'filled'] as const
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

/** Brings the typed form there; the field itself is left empty. */
export async function arrange(page: Page, situation: Situation, field: string): Promise<void> {
  await page.evaluate(() =>
    document.querySelector<HTMLElementTagNameMap['contact-signup']>('contact-signup.typed')!.reset(),
  )
  if (situation === 'quiet') return
  const others = situation === 'filled' ? Object.entries(values).filter(([name]) => name !== field) : []
  await page.evaluate(fill, others)
  await page.waitForFunction(isComplaining, undefined, {polling: 100})
}

function fill(values: [name: string, value: string][]): void {
  const form = document.querySelector<HTMLElementTagNameMap['contact-signup']>('contact-signup.typed')!
  for (const [name, value] of values) {
    const control = form.renderRoot.querySelector<HTMLInputElement>(`#${name}`)!
    control.value = value
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, {bubbles: true}))
  }
  form.reportValidity()
}

const isComplaining = () =>
  Boolean(document.querySelector('contact-signup.typed')!.shadowRoot!.querySelector('[part=summary]'))

import type {Visitor} from './visitor.ts'

/** A phone as the browser stores it, its country, how the field shows it, and the pair that the API gets. */
export type Profile = [phone: string, country: string, national: string, pair: [string, string]]

export const profiles: readonly Profile[] = [
  ['+436641234567', 'AT', '0664 1234567', ['43', '6641234567']],
  ['+41781234567', 'CH', '078 123 45 67', ['41', '781234567']],
  ['+4915123456789', 'DE', '01512 3456789', ['49', '15123456789']],
  ['+442079460000', 'GB', '020 7946 0000', ['44', '2079460000']],
  ['+390644123456', 'IT', '06 4412 3456', ['39', '0644123456']],
  ['+33612345678', 'FR', '06 12 34 56 78', ['33', '612345678']],
  ['+12505550123', 'CA', '(250) 555-0123', ['1', '2505550123']],
  ['+12125550123', 'US', '(212) 555-0123', ['1', '2125550123']],
]

/** Has Chromium fill in the form, as if a visitor accepted its offer in the first field. */
export async function autofill(visitor: Visitor, [phone, country]: Profile, email: string): Promise<void> {
  const {page} = visitor
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Autofill.enable')
  await visitor.control('name_first').click()
  const {result} = await cdp.send('Runtime.evaluate', {
    expression: 'document.querySelector("contact-signup").shadowRoot.querySelector("#name_first")',
  })
  const {node} = await cdp.send('DOM.describeNode', {objectId: result.objectId!})
  const stored = {
    NAME_FIRST: 'Ada',
    NAME_LAST: 'Lovelace',
    EMAIL_ADDRESS: email,
    PHONE_HOME_WHOLE_NUMBER: phone,
    ADDRESS_HOME_COUNTRY: country,
  }
  const fields = Object.entries(stored).map(([name, value]) => ({name, value}))
  await cdp.send('Autofill.trigger', {fieldId: node.backendNodeId, address: {fields}})
}

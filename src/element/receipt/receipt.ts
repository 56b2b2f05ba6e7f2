import {html, nothing, type TemplateResult} from 'lit'
import {toChoices} from '../../contact/consent-record.ts'
import type {Contact} from '../../contact/schema.ts'
import {receiptTexts} from '../../messages/en.receipt.ts'
import type {Labels, ReceiptTexts} from '../../messages/messages.ts'
import type {FormState} from '../form-state.ts'
import type {SignupHost} from '../host.ts'
import {addStyles} from '../interaction/adopt-styles.ts'
import {receiptStyles} from './receipt.styles.ts'
import {saveFile} from './save-file.ts'
import {toReceipt} from './to-receipt.ts'

/** What the button and the receipt depend on. */
interface ReceiptView {
  state: FormState
  words: Labels & Partial<ReceiptTexts>
  /** An http(s) URL. */
  privacyUrl: string | undefined
}

/** Offers a visitor who has given a consent a receipt of it. The browser makes and saves it; nothing is sent. */
export class Receipt {
  constructor(host: SignupHost) {
    addStyles(host.renderRoot, receiptStyles)
    host.requestUpdate()
  }

  /** The button below the thank-you. */
  render({state: {sent}, words, privacyUrl}: ReceiptView): TemplateResult | typeof nothing {
    const contact = sent && (JSON.parse(sent.contact) as Contact) // as the form has sent it
    if (!contact || !toChoices(contact).some(({accepted}) => accepted)) return nothing
    const save = () => {
      const receipt = toReceipt(contact, sent, privacyUrl)
      saveFile(`consent-${location.hostname}-${sent.time.toJSON().slice(0, 10)}.json`, receipt)
    }
    return html`
      <div part="receipt">
        <button part="link" type="button" @click=${save}>${{...receiptTexts, ...words}.receipt_save}</button>
      </div>
    `
  }
}

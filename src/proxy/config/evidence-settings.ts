import {toEmail} from '../../contact/email.ts'
import {toCountry} from '../../contact/schema.ts'
import {isCleanLine} from '../../contact/text.ts'
import {splitWords} from '../../contact/words.ts'
import {isWebUrl, text} from './kinds.ts'
import {optional, required, type Setting} from './setting.ts'

/** What the consent records of ISO/IEC TS 27560 must say and no form can know. Only the command that exports them reads it. */
export const evidenceSettings = {
  /** Who decides on the processing. */
  controllerName: neededBy27560('CONTROLLER_NAME', line('the legal name of the controller, in one line')),
  controllerAddress: neededBy27560('CONTROLLER_ADDRESS', line('the postal address of the controller, in one line')),
  controllerContact: neededBy27560('CONTROLLER_CONTACT', contact('of the controller')),
  /** Who runs the contact API. */
  processorName: neededBy27560('PROCESSOR_NAME', line('the legal name of who runs the contact API, in one line')),
  processorAddress: neededBy27560(
    'PROCESSOR_ADDRESS',
    line('the postal address of who runs the contact API, in one line'),
  ),
  processorContact: neededBy27560('PROCESSOR_CONTACT', contact('of who runs the contact API')),
  /** Whose law applies. */
  jurisdiction: neededBy27560('JURISDICTION', places()),
  /** Where the outbox and the contact API store personal data. */
  storageLocation: neededBy27560('STORAGE_LOCATION', places()),
  /** Where consent is withdrawn. */
  withdrawalContact: optional('WITHDRAWAL_CONTACT', contact('for withdrawals'), '`CONTROLLER_CONTACT`'),
  privacyNoticeUrl: optional('PRIVACY_NOTICE_URL', text('expected an http or https URL', isWebUrl), '–'),
}

/** Required by one command, not by the proxy. */
function neededBy27560(variable: string, kind: ReturnType<typeof line>): Setting<typeof kind.option, typeof kind.text> {
  return {...required(variable, kind), documentedDefault: '–'}
}

function line(what: string) {
  const isLine = (value: string) => value.length <= 500 && isCleanLine(value) && value.trim() !== ''
  return text(`expected ${what}`, isLine, `expected ${what}`)
}

function contact(whose: string) {
  const expected = `expected an e-mail address ${whose}, or the http or https URL of a page`
  return text(expected, value => isWebUrl(value) || toEmail(value) !== undefined, expected)
}

function places() {
  const expected = 'expected ISO 3166-1 codes of countries such as IE, or EU or EEA, separated by spaces'
  return text(expected, value => splitWords(value).every(isPlace), expected)
}

/** Have a calling code of their own, but no code in ISO 3166-1: Ascension, Tristan da Cunha, Kosovo. */
const withoutIsoCode = ['AC', 'TA', 'XK']

function isPlace(code: string): boolean {
  if (['EU', 'EEA'].includes(code)) return true
  return toCountry(code) === code && !withoutIsoCode.includes(code)
}

import metadata from 'libphonenumber-js/max/metadata'
import {createPhoneReader} from './phone.ts'

/** Reads by every numbering plan at full precision, for runtimes where a few hundred kilobytes do not matter. */
export const fullReader = createPhoneReader(metadata)

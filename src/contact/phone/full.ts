/** Every numbering plan at full precision, for runtimes where a few hundred kilobytes do not matter. */
export {default as fullMetadata} from 'libphonenumber-js/max/metadata'

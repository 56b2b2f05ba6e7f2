import type {MetadataJson} from 'libphonenumber-js/core/es6'

/** The numbering plan of one calling code: libphonenumber-js's metadata of its countries, or of the code itself if it has none. */
export interface Plan {
  countries: MetadataJson['countries']
  nonGeographic?: MetadataJson['nonGeographic']
  /** An example mobile number of each country: national, without the trunk prefix. */
  examples: Record<string, string>
}

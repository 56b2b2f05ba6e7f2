/** The most characters (UTF-16 units) that a text may have, by the name of its field. */
export const maxLengths = {
  name_first: 100,
  name_last: 100,
  /** RFC 5321, 4.5.3.1: what fits between the brackets of RCPT TO. */
  email: 254,
  /** No plan has more than 15 digits (E.164); the rest is room for spaces, brackets, invisible marks and a trunk zero. */
  phone: 60,
  city: 100,
  region: 100,
  zip: 20,
  full_address: 500,
  customField: 1000,
  /** Of a consent. */
  wording: 4000,
  /** URL of the form's page. */
  page: 2048,
} as const

/** A number as a visitor types it, and the country that the form shows: ISO 3166-1 alpha-2. */
export interface Typed {
  text: string
  country?: string | undefined
}

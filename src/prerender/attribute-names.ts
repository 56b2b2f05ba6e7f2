/** The attributes of the tag, beside those of every HTML element. Those that the form is rendered from come first. */
export const renderedAttributes =
  'endpoint fields country countries consent terms-url privacy-url lists tags layout messages'.split(' ')

/** Attributes that the script alone reads. */
export const scriptAttributes = ['success-url', 'attribution']
/** The same, without a value. */
export const booleanAttributes = 'prefill proof-of-work'.split(' ')

const names = [...renderedAttributes, ...scriptAttributes, ...booleanAttributes]

/** The attribute of a property in camel case, which HTML would ignore; undefined for any other name. */
export function attributeOfProperty(name: string): string | undefined {
  const dashed = name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  return dashed !== name && names.includes(dashed) ? dashed : undefined
}

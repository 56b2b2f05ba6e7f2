/** Generated from libphonenumber-js's metadata by `npm run generate`; package.json maps the names to files in dist. */

/** Imports the module of a plan, by the plan's name. */
declare module '#numbering-plans' {
  const plans: Record<string, () => Promise<{default: import('./plan.ts').Plan}>>
  export default plans
}

/** All calling codes, each followed by its countries: `1USAGAI…7RUKZ…`. */
declare module '#calling-codes' {
  const table: string
  export default table
}

/** An option of the command: what stands for its value, and what it is for. */
export interface Option {
  /** None for an option without a value. */
  value?: string
  meaning: string
}

/** The attributes of the tag. */
export const attributes: Readonly<Record<string, Option>> = {
  endpoint: {value: 'URL', meaning: 'the proxy; /api/signup by default'},
  fields: {value: 'NAMES', meaning: 'the fields in their order, a * behind each that is required'},
  country: {value: 'CODE', meaning: 'initial country of the phone'},
  countries: {value: 'CODES', meaning: 'countries offered for the phone'},
  consent: {value: 'BOXES', meaning: 'the consent boxes: terms marketing'},
  'terms-url': {value: 'URL', meaning: 'link to the terms'},
  'privacy-url': {value: 'URL', meaning: 'link to the privacy policy'},
  lists: {value: 'IDS', meaning: 'audience lists'},
  tags: {value: 'TAGS', meaning: 'tags of the contact'},
  layout: {value: 'NAME', meaning: 'inline: a bar of one line where there is room'},
  'success-url': {value: 'URL', meaning: 'page to open after success'},
  prefill: {meaning: 'fill the fields from the query of the page’s URL'},
  attribution: {value: 'WORDS', meaning: 'send where the visitor came from: utm clicks referrer'},
  'proof-of-work': {meaning: 'solve the proxy’s challenge while the visitor types'},
  lang: {value: 'TAG', meaning: 'language of the form, such as de-AT; English by default'},
}

/** What else a tag is prerendered from. */
export const others: Readonly<Record<string, Option>> = {
  messages: {value: 'FILE', meaning: 'texts of your own: a file of JSON'},
  slots: {value: 'FILE', meaning: 'the content of the tag: a file of HTML, or - to read it from the input'},
}

export const stylesheet: Option = {
  value: 'URL',
  meaning: 'link contact-signup.css, in place of a style element',
}

/** What the command prints in place of a tag. */
export const modes: Readonly<Record<string, Option>> = {
  page: {value: 'FILE', meaning: 'prerender every tag in an HTML page: a file, or - to read it from the input'},
  csp: {meaning: 'print the source for style-src that allows the style element'},
  help: {meaning: 'print this'},
}

export const options: Readonly<Record<string, Option>> = {...attributes, ...others, stylesheet, ...modes}

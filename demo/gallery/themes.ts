/** Each theme is a separate page at /gallery/NAME, so that their styles do not mix. */
export const themes = [
  'default',
  'minimal',
  'bold',
  'dark',
  'material',
  'govuk',
  'newsletter',
  'bootstrap',
  'tailwind',
  'wordpress',
  'parts',
] as const

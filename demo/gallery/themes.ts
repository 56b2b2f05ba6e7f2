/** Each is a page of its own at /gallery/NAME, so that no theme's styles reach another's. */
export const themes = ['default', 'minimal', 'bold', 'dark', 'bootstrap', 'tailwind', 'wordpress', 'parts'] as const

/** Whether a key opens the list of a closed combobox. */
export const opensList = (key: string): boolean => /^(?:ArrowDown|ArrowUp|Enter)$/.test(key)

/** Safari ends a composition before the event of the key that ended it, which then has this code. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

/** Whether a language of the form (a BCP 47 tag) is written from right to left. */
export const isRightToLeft = (lang: string): boolean => /^(?:ar|fa|he|ur)\b/.test(lang)

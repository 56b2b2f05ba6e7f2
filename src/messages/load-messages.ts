import type {Messages} from './messages.ts'

/**
 * Loads a language's file by lower-case BCP 47 tag. Angola's Portuguese is closer to Portugal's than to Brazil's, and
 * Hong Kong's written Chinese to Taiwan's; all Norwegians read Bokmål.
 */
const files: Record<string, () => Promise<{default: Messages}>> = {
  ar: () => import('./ar.ts'),
  ca: () => import('./ca.ts'),
  cs: () => import('./cs.ts'),
  da: () => import('./da.ts'),
  de: () => import('./de.ts'),
  el: () => import('./el.ts'),
  es: () => import('./es.ts'),
  fi: () => import('./fi.ts'),
  fr: () => import('./fr.ts'),
  he: () => import('./he.ts'),
  hu: () => import('./hu.ts'),
  it: () => import('./it.ts'),
  ja: () => import('./ja.ts'),
  ko: () => import('./ko.ts'),
  nb: () => import('./nb.ts'),
  nl: () => import('./nl.ts'),
  nn: () => import('./nb.ts'),
  no: () => import('./nb.ts'),
  pl: () => import('./pl.ts'),
  pt: () => import('./pt-BR.ts'),
  'pt-ao': () => import('./pt-PT.ts'),
  'pt-br': () => import('./pt-BR.ts'),
  'pt-mz': () => import('./pt-PT.ts'),
  'pt-pt': () => import('./pt-PT.ts'),
  ro: () => import('./ro.ts'),
  ru: () => import('./ru.ts'),
  sk: () => import('./sk.ts'),
  sv: () => import('./sv.ts'),
  tr: () => import('./tr.ts'),
  uk: () => import('./uk.ts'),
  zh: () => import('./zh-Hans.ts'),
  'zh-hk': () => import('./zh-Hant.ts'),
  'zh-hans': () => import('./zh-Hans.ts'),
  'zh-hant': () => import('./zh-Hant.ts'),
  'zh-mo': () => import('./zh-Hant.ts'),
  'zh-tw': () => import('./zh-Hant.ts'),
}

/** The supported tags other than English, in lower case. */
export const languages: readonly string[] = Object.keys(files)

/** Loads the texts of one of `languages`; rejects if the file cannot be loaded. */
export function loadMessages(language: string): Promise<{default: Messages}> {
  return files[language]!()
}

import type {Messages} from './messages.ts'

/**
 * Each language a file of its own, so that a page loads its own alone, by the lower-case tags that mean it. What Angola
 * speaks is nearer to Portugal's Portuguese, what Hong Kong reads to Taiwan's Chinese; Bokmål is read by all Norwegians.
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

/** The tags beside English that have words, in lower case. */
export const languages: readonly string[] = Object.keys(files)

/** The words for one of them; rejects where they cannot be had. */
export function loadMessages(language: string): Promise<{default: Messages}> {
  return files[language]!()
}

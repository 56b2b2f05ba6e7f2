import type {Messages} from './messages.ts'

/**
 * Loads a language's file by lower-case BCP 47 tag. Angola's Portuguese is closer to Portugal's than to Brazil's, and
 * Hong Kong's written Chinese to Taiwan's; all Norwegians read Bokmål, and Tagalog is
 * Filipino's older name.
 */
const files: Record<string, () => Promise<{default: Messages}>> = {
  ar: () => import('./ar.ts'),
  bg: () => import('./bg.ts'),
  bn: () => import('./bn.ts'),
  bs: () => import('./bs.ts'),
  ca: () => import('./ca.ts'),
  cs: () => import('./cs.ts'),
  da: () => import('./da.ts'),
  de: () => import('./de.ts'),
  'de-ch': () => import('./de-CH.ts'),
  'de-li': () => import('./de-CH.ts'),
  el: () => import('./el.ts'),
  es: () => import('./es.ts'),
  et: () => import('./et.ts'),
  eu: () => import('./eu.ts'),
  fa: () => import('./fa.ts'),
  fi: () => import('./fi.ts'),
  fil: () => import('./fil.ts'),
  fr: () => import('./fr.ts'),
  'fr-ca': () => import('./fr-CA.ts'),
  ga: () => import('./ga.ts'),
  gl: () => import('./gl.ts'),
  he: () => import('./he.ts'),
  hi: () => import('./hi.ts'),
  hr: () => import('./hr.ts'),
  hu: () => import('./hu.ts'),
  id: () => import('./id.ts'),
  is: () => import('./is.ts'),
  it: () => import('./it.ts'),
  ja: () => import('./ja.ts'),
  ko: () => import('./ko.ts'),
  lt: () => import('./lt.ts'),
  lv: () => import('./lv.ts'),
  mk: () => import('./mk.ts'),
  ms: () => import('./ms.ts'),
  mt: () => import('./mt.ts'),
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
  sl: () => import('./sl.ts'),
  sq: () => import('./sq.ts'),
  sr: () => import('./sr.ts'),
  'sr-latn': () => import('./sr-Latn.ts'),
  sv: () => import('./sv.ts'),
  sw: () => import('./sw.ts'),
  th: () => import('./th.ts'),
  tl: () => import('./fil.ts'),
  tr: () => import('./tr.ts'),
  uk: () => import('./uk.ts'),
  ur: () => import('./ur.ts'),
  vi: () => import('./vi.ts'),
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

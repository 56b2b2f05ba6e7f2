import ar from './ar.ts'
import bg from './bg.ts'
import bn from './bn.ts'
import bs from './bs.ts'
import ca from './ca.ts'
import cs from './cs.ts'
import da from './da.ts'
import deCH from './de-CH.ts'
import de from './de.ts'
import el from './el.ts'
import en from './en.ts'
import es from './es.ts'
import et from './et.ts'
import eu from './eu.ts'
import fa from './fa.ts'
import fi from './fi.ts'
import fil from './fil.ts'
import frCA from './fr-CA.ts'
import fr from './fr.ts'
import ga from './ga.ts'
import gl from './gl.ts'
import he from './he.ts'
import hi from './hi.ts'
import hr from './hr.ts'
import hu from './hu.ts'
import id from './id.ts'
import is from './is.ts'
import it from './it.ts'
import ja from './ja.ts'
import ko from './ko.ts'
import lt from './lt.ts'
import lv from './lv.ts'
import mk from './mk.ts'
import ms from './ms.ts'
import mt from './mt.ts'
import nb from './nb.ts'
import nl from './nl.ts'
import pl from './pl.ts'
import ptBR from './pt-BR.ts'
import ptPT from './pt-PT.ts'
import ro from './ro.ts'
import ru from './ru.ts'
import sk from './sk.ts'
import sl from './sl.ts'
import sq from './sq.ts'
import srLatn from './sr-Latn.ts'
import sr from './sr.ts'
import sv from './sv.ts'
import sw from './sw.ts'
import th from './th.ts'
import tr from './tr.ts'
import uk from './uk.ts'
import ur from './ur.ts'
import vi from './vi.ts'
import zhHans from './zh-Hans.ts'
import zhHant from './zh-Hant.ts'
import {findLanguage} from './find-language.ts'
import type {Messages} from './messages.ts'

/** All languages of `load-messages.ts` at once, for servers that render without waiting. */
const all: Readonly<Record<string, Messages>> = {
  ar,
  bg,
  bn,
  bs,
  ca,
  cs,
  da,
  de,
  'de-ch': deCH,
  'de-li': deCH,
  el,
  es,
  et,
  eu,
  fa,
  fi,
  fil,
  fr,
  'fr-ca': frCA,
  ga,
  gl,
  he,
  hi,
  hr,
  hu,
  id,
  is,
  it,
  ja,
  ko,
  lt,
  lv,
  mk,
  ms,
  mt,
  nb,
  nl,
  nn: nb,
  no: nb,
  pl,
  pt: ptBR,
  'pt-ao': ptPT,
  'pt-br': ptBR,
  'pt-mz': ptPT,
  'pt-pt': ptPT,
  ro,
  ru,
  sk,
  sl,
  sq,
  sr,
  'sr-latn': srLatn,
  sv,
  sw,
  th,
  tl: fil,
  tr,
  uk,
  ur,
  vi,
  zh: zhHans,
  'zh-hk': zhHant,
  'zh-hans': zhHans,
  'zh-hant': zhHant,
  'zh-mo': zhHant,
  'zh-tw': zhHant,
}

/** The words for a BCP 47 tag; English where there are none. */
export const wordsOf = (tag: string): Messages => all[findLanguage(tag)] ?? en

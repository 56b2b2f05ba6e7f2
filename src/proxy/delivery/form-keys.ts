import type {Digest} from './canonical.ts'
import {toDerivedKey} from './derived-key.ts'
import type {Deliver} from './lead.ts'

/** Delivers the leads of one of several forms: the same key sent to two forms names two leads. */
export function withFormKeys(deliver: Deliver, form: string, digest: Digest): Deliver {
  return async lead =>
    deliver({...lead, key: toDerivedKey(await digest(`form ${form} ${lead.key}`)), submission: lead.key})
}

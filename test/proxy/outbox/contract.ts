import {after, before, describe} from 'node:test'
import type {StoredOutbox} from '../../../src/proxy/outbox/stored-outbox.ts'
import {testClaiming} from './contract/claiming.ts'
import {testConsent} from './contract/consent.ts'
import {testForms} from './contract/forms.ts'
import {testOperating} from './contract/operating.ts'
import type {Outboxes} from './contract/outboxes.ts'
import {testPausing} from './contract/pausing.ts'
import {testStoring} from './contract/storing.ts'

/** Tests what every outbox does, whichever database it uses. `open` opens another connection to the same store. */
export function testOutboxContract(name: string, open: () => Promise<StoredOutbox>): void {
  describe(name, () => {
    let outboxes: Outboxes
    before(async () => {
      outboxes = {one: await open(), other: await open()}
    })
    after(async () => {
      await outboxes.one.close()
      await outboxes.other.close()
    })
    for (const testPart of [testStoring, testClaiming, testPausing, testOperating, testConsent, testForms])
      testPart(() => outboxes)
  })
}

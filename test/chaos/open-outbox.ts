/** Opens the outbox that OUTBOX names, which creates or upgrades it, and prints a line before and after. */
import {readOutboxSettings} from '../../src/proxy/config/environment.ts'
import {openOutbox} from '../../src/proxy/outbox/open.ts'

const settings = readOutboxSettings(process.env)
console.log('opening')
const outbox = await openOutbox(settings)
console.log('opened')
await outbox?.close()

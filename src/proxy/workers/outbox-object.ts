import {DurableObject} from 'cloudflare:workers'
import {ConfigurationError} from '../config/configuration-error.ts'
import {sendByFetch} from '../contact-api/fetch-transport.ts'
import {createLookUp} from '../contact-api/look-up.ts'
import {createUpstream} from '../contact-api/upstream.ts'
import type {Delivered, Lead} from '../delivery/lead.ts'
import {assembleLimits} from '../assemble.ts'
import type {OpenCounter} from '../intake/limits/counter.ts'
import type {Admit} from '../intake/limits/limits.ts'
import type {Rate} from '../intake/limits/rate.ts'
import {Alarm} from '../outbox/durable-object/alarm.ts'
import {AlarmedOutbox} from '../outbox/durable-object/alarmed-outbox.ts'
import type {ObjectStorage} from '../outbox/durable-object/object-storage.ts'
import {openObject, type ObjectStore} from '../outbox/durable-object/open-object.ts'
import {DeliveryWorker, pruneIntervalMs} from '../outbox/worker.ts'
import type {OutboxStub} from './outbox-client.ts'
import {toReply, type Reply} from './reply.ts'
import {readWorkerEnvironment, type WorkerEnvironment} from './worker-environment.ts'

/** An alarm may run for 15 minutes; what is due after this time is left to the next one. */
const maxAlarmMs = 60_000
/** An alarm that found nothing to do although a lead is due, because the store failed, does not come again at once. */
const minAlarmIntervalMs = 1_000
/** Until the configuration is correct, leads that wait are looked at again and again. */
const refusedAlarmIntervalMs = 60_000

interface Opened {
  store: ObjectStore
  admit: Admit
  openCounter: OpenCounter
  worker: DeliveryWorker
  alarm: Alarm
}

/**
 * The Durable Object that stores leads, delivers them, and counts them for the rate limits. While leads wait, an alarm is
 * set for when the first one is due; nothing else keeps the object in memory.
 */
export class OutboxObject extends DurableObject<WorkerEnvironment> implements OutboxStub {
  readonly #opened: Promise<Opened | ConfigurationError>
  #nextPrune = 0

  constructor(ctx: unknown, env: WorkerEnvironment) {
    super(ctx, env)
    this.#opened = this.ctx.blockConcurrencyWhile(() => open(this.ctx.storage as ObjectStorage, env))
  }

  /** Counts the lead, stores it and tries to deliver it. One call, and one commit before the lead is sent. */
  deliver(lead: Lead): Promise<Reply<Delivered>> {
    return toReply(async () => {
      const {admit, worker} = await this.#open()
      await admit(lead)
      return worker.deliver(lead)
    })
  }

  redeem(nonce: string, rate: Rate): Promise<Reply<number>> {
    return toReply(async () => (await this.#open()).openCounter('proof', rate)(nonce))
  }

  /** The platform calls it at the time of the alarm, and again if it throws or the object ends before it returns. */
  async alarm(): Promise<void> {
    const opened = await this.#opened
    if (opened instanceof ConfigurationError) {
      for (const line of opened.message.split('\n')) console.error(line)
      return (this.ctx.storage as ObjectStorage).setAlarm(Date.now() + refusedAlarmIntervalMs)
    }
    const {store, worker, alarm} = opened
    alarm.noteFired()
    await worker.runWhileDue(maxAlarmMs)
    // From here on without `await`: what is stored meanwhile would have its alarm replaced.
    const now = Date.now()
    if (now >= this.#nextPrune) {
      this.#nextPrune = now + pruneIntervalMs
      store.limits.prune(now)
    }
    const due = Math.max(store.nextDue(now), now + minAlarmIntervalMs)
    await alarm.set(store.isEmpty() ? due : Math.min(due, this.#nextPrune))
  }

  async #open(): Promise<Opened> {
    const opened = await this.#opened
    if (opened instanceof ConfigurationError) throw opened
    return opened
  }
}

/** An error that is thrown here would restart the object with each request: it is kept, and each request gets it. */
async function open(storage: ObjectStorage, env: WorkerEnvironment): Promise<Opened | ConfigurationError> {
  try {
    const {settings, outbox, misspelt} = readWorkerEnvironment(env)
    requireSqlite(storage)
    const store = await openObject(storage, outbox)
    const alarm = new Alarm(storage)
    await alarm.read()
    alarm.bringForward(store.nextDue(Date.now()))
    const upstream = createUpstream(settings, sendByFetch(settings.fetch))
    const worker = new DeliveryWorker(
      new AlarmedOutbox(store.outbox, alarm),
      upstream,
      createLookUp(settings),
      settings,
    )
    const openCounter = createOpenCounter(store, alarm)
    const {digest} = store.limits
    const admit = assembleLimits(settings, {digest, openShared: openCounter, canQuarantine: true})
    for (const variable of misspelt) settings.log({level: 'warn', event: 'variable_unknown', ...variable})
    return {store, admit, openCounter, worker, alarm}
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return error
  }
}

/** Counters in the object's storage. The alarm deletes the counts of windows that have ended. */
function createOpenCounter({limits}: ObjectStore, alarm: Alarm): OpenCounter {
  return (name, rate) => {
    const count = async (subject: string) => {
      const now = Date.now()
      alarm.bringForward(now + pruneIntervalMs)
      return Math.ceil(limits.count(name, rate, subject, now) / 1000)
    }
    return Object.assign(count, {giveBack: async (subject: string) => limits.giveBack(name, subject)})
  }
}

/** The storage of a class without SQLite throws when its `sql` is read or used. */
function requireSqlite(storage: ObjectStorage): void {
  try {
    storage.sql.exec('SELECT 1')
  } catch {
    throw new ConfigurationError(['OUTBOX: expected a class with SQLite storage, one of new_sqlite_classes'])
  }
}

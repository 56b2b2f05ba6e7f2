import {createGate, type Gate} from './gate.ts'
import type {Settings} from './options.ts'
import {Courier} from './outbox/courier.ts'
import {createLookUp} from './outbox/look-up.ts'
import {createStatelessDelivery} from './stateless.ts'
import {createUpstream, type Send} from './upstream.ts'

/** The proxy without a server before it. */
export interface Assembled {
  gate: Gate
  /** Stops delivery from the outbox; resolves when what is under way is recorded. Requests are still answered. */
  close(): Promise<void>
}

/** Puts the proxy together for a runtime that sends with `send`. */
export function assemble(settings: Settings, send: Send): Assembled {
  const upstream = createUpstream(settings, send)
  const courier = settings.outbox && new Courier(settings.outbox, upstream, createLookUp(settings), settings).start()
  const deliver = courier?.deliver ?? createStatelessDelivery(upstream, settings)
  return {gate: createGate(settings, {deliver}), close: async () => courier?.close()}
}

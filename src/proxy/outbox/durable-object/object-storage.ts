/** A value as the SQL of a Durable Object takes it. */
export type ObjectValue = string | number | Uint8Array | null

/** The part of a Durable Object's `ctx.storage` that the outbox uses; of a class with SQLite storage. */
export interface ObjectStorage {
  sql: {exec(text: string, ...values: ObjectValue[]): {toArray(): Record<string, unknown>[]}}
  transactionSync<T>(run: () => T): T
  /** Resolves when everything written so far is on disk. */
  sync(): Promise<void>
  getAlarm(): Promise<number | null>
  /** Epoch milliseconds. */
  setAlarm(at: number): Promise<void>
  deleteAlarm(): Promise<void>
}

/** What was wrong with the store, as a code for the log: the database's words may quote what was to be stored. */
export function faultOf(error: unknown): string {
  const {cause} = error as {cause?: {errcode?: unknown; code?: unknown; name?: unknown}} // whatever was thrown, reading a property is safe
  return String(cause?.errcode ?? cause?.code ?? cause?.name ?? 'unknown')
}

/** The error code of the database, for the log. Database messages are not logged, because they may quote personal data. */
export function storeErrorCode(error: unknown): string {
  const {cause} = error as {cause?: {errcode?: unknown; code?: unknown; name?: unknown}} // reading a property is safe on any thrown value
  return String(cause?.errcode ?? cause?.code ?? cause?.name ?? 'unknown')
}

/** A request as the gate sees it, through whichever server it came. */
export interface Incoming {
  method: string
  /** Path and query as they were sent. */
  target: string
  /** Scheme and host under which the proxy was asked: `https://forms.example.com`. */
  self: string
  /** Address of the socket's other end, as the server's runtime gives it. */
  remoteAddress?: string
  /** A header's value by its name in lower case; several of one name are joined with commas. */
  header(name: string): string | undefined
  /** The body; throws `Problem` for more bytes than `max`, counted while they come, and for one that comes too slowly. */
  read(max: number): Promise<Uint8Array>
}

/** The answer to it. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body?: string
}

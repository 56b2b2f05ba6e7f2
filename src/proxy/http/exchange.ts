/** A request as the request handler sees it, whichever server received it. */
export interface ProxyRequest {
  method: string
  /** Path and query as sent. */
  target: string
  /** Scheme and host that the client addressed: `https://forms.example.com`. */
  ownOrigin: string
  /** Address of the socket's peer, as the server's runtime gives it. */
  remoteAddress?: string
  /** The value of a header by its lower-case name; repeated headers are joined with commas. */
  header(name: string): string | undefined
  /** Reads the body. Throws `Problem` if it exceeds `maxBytes`, counted while reading, or arrives too slowly. */
  readBody(maxBytes: number): Promise<Uint8Array>
}

/** The response to it. */
export interface ProxyResponse {
  status: number
  headers: Record<string, string>
  body?: string
}

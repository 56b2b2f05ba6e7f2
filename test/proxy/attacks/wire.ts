import {connect, type Socket} from 'node:net'

/** A response as received. */
export interface WireResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** Sends bytes on a plain socket and reads the response; a client library would correct the request. */
export function sendBytes(
  address: string,
  ...parts: (string | Uint8Array | ((socket: Socket) => string))[]
): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    const {hostname, port} = new URL(address)
    const socket = connect(Number(port), hostname).setTimeout(15_000, () => socket.destroy())
    const isHead = String(parts[0]).startsWith('HEAD ')
    const chunks: Buffer[] = []
    socket.on('data', chunk => {
      chunks.push(chunk)
      const response = parse(Buffer.concat(chunks).toString(), isHead)
      if (response) end(() => resolve(response))
    })
    socket.on('error', error => end(() => reject(error)))
    socket.on('close', () => end(() => reject(new Error(`closed after: ${Buffer.concat(chunks).toString()}`))))
    const end = (settle: () => void) => {
      settle()
      socket.destroy()
    }
    for (const part of parts) socket.write(typeof part === 'function' ? part(socket) : part)
  })
}

/** The response; undefined while it is incomplete. */
function parse(text: string, isHead: boolean): WireResponse | undefined {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const [line = '', ...fields] = head.split('\r\n')
  const headers = Object.fromEntries(
    fields.map(field => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 1).trim()]),
  )
  const isComplete = rest.length > 0 && (isHead || Buffer.byteLength(body) >= Number(headers['content-length'] ?? 0))
  return isComplete ? {status: Number(line.split(' ')[1]), headers, body} : undefined
}

/** Head and body of a request; `Content-Length` is added unless the headers define the length. */
export function toText(
  method: string,
  target: string,
  headers: Record<string, string | undefined>,
  body: string | Uint8Array = '',
): (string | Uint8Array)[] {
  const length =
    'content-length' in headers || 'transfer-encoding' in headers
      ? {}
      : {'content-length': String(Buffer.byteLength(body))}
  const lines = Object.entries({host: 'forms.example.com', ...headers, ...length})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}\r\n`)
  return [`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, body]
}

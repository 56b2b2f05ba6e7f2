import {connect, type Socket} from 'node:net'

/** An answer as it stands on the wire. */
export interface Heard {
  status: number
  headers: Record<string, string>
  body: string
}

/** Bytes on a socket of one's own, and what comes back; a client library would mend what is sent. */
export function talk(
  address: string,
  ...parts: (string | Uint8Array | ((socket: Socket) => string))[]
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const {hostname, port} = new URL(address)
    const socket = connect(Number(port), hostname).setTimeout(15_000, () => socket.destroy())
    const bodiless = String(parts[0]).startsWith('HEAD ')
    const chunks: Buffer[] = []
    socket.on('data', chunk => {
      chunks.push(chunk)
      const heard = read(Buffer.concat(chunks).toString(), bodiless)
      if (heard) end(() => resolve(heard))
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

/** The answer, once it is whole. */
function read(text: string, bodiless: boolean): Heard | undefined {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  const [line = '', ...fields] = head.split('\r\n')
  const headers = Object.fromEntries(
    fields.map(field => [field.slice(0, field.indexOf(':')).toLowerCase(), field.slice(field.indexOf(':') + 1).trim()]),
  )
  const isWhole = rest.length > 0 && (bodiless || Buffer.byteLength(body) >= Number(headers['content-length'] ?? 0))
  return isWhole ? {status: Number(line.split(' ')[1]), headers, body} : undefined
}

/** A request's text, with its length said unless its headers say something of it. */
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

import {connect as connectTcp, isIP, type Socket} from 'node:net'
import {connect as connectTls, type TLSSocket} from 'node:tls'
import {isLoopback} from '../config/loopback.ts'
import {toFault, type CheckResult} from './check-result.ts'

const timeoutMs = 5_000
const dayMs = 24 * 3_600_000
/** Certificates that are renewed automatically are renewed a month before they expire. */
const minValidDays = 14

interface ApiCheckOptions {
  ca?: string
  hasProxy?: boolean
}

/**
 * Connects to the contact API and closes the connection after the TLS handshake: nothing is sent, so no lead and no
 * secret. The certificate is verified as it is when leads are sent.
 * @param ca trusted instead of the runtime's certificate authorities
 * @param hasProxy whether leads may be sent through `HTTPS_PROXY`: the API need not be reachable without it then
 */
export async function checkApi(url: string, {ca, hasProxy = false}: ApiCheckOptions = {}): Promise<CheckResult> {
  const {origin, protocol, hostname, port} = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isTls = protocol === 'https:'
  const socket = isTls
    ? connectTls({host, port: Number(port || 443), servername: isIP(host) ? undefined : host, ca})
    : connectTcp({host, port: Number(port || 80)})
  try {
    await opened(socket, isTls ? 'secureConnect' : 'connect')
    return isTls
      ? toTlsResult(origin, socket as TLSSocket)
      : {check: 'api', status: 'ok', message: `${origin}: connected`} // `isTls` says so
  } catch (error) {
    const message = `${origin}: ${toFault(error)}`
    if (!hasProxy || isLoopback(hostname)) return {check: 'api', status: 'failed', message}
    return {check: 'api', status: 'warning', message: `${message}, but HTTPS_PROXY is set, which is not checked`}
  } finally {
    socket.destroy()
  }
}

function opened(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve).once('error', reject)
    socket.setTimeout(timeoutMs, () => reject(new Error('ETIMEDOUT')))
  })
}

function toTlsResult(origin: string, socket: TLSSocket): CheckResult {
  const validDays = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / dayMs)
  return {
    check: 'api',
    status: validDays < minValidDays ? 'warning' : 'ok',
    message: `${origin}: ${socket.getProtocol()}, the certificate is valid for ${validDays} more days`,
  }
}

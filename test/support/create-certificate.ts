import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

export interface Certificate {
  key: string
  cert: string
}

/** Whether this machine can create certificates. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** Creates a self-signed certificate for a host, which is valid for some days. */
export function createCertificate(host: string, days: number): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'signup-tls-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const args = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=${host} -days ${days}`
  const {status, stderr} = spawnSync(
    'openssl',
    [...args.split(' '), '-addext', `subjectAltName=DNS:${host}`, '-keyout', keyFile, '-out', certFile],
    {encoding: 'utf8'},
  )
  if (status !== 0) throw new Error(stderr)
  const certificate = {key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8')}
  rmSync(folder, {recursive: true})
  return certificate
}

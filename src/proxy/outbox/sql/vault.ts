import {createCipheriv, createDecipheriv, createHash, createHmac, randomBytes} from 'node:crypto'

/** Seals what is personal, and makes the digests by which it is found again. */
export interface Vault {
  /** Tells keys apart without telling the key. */
  fingerprint: string
  /** @param place what the text belongs to: sealed text opens nowhere else */
  seal(text: string, place: string): string
  /** Throws where the text was sealed with another key, for another place, or was changed. */
  open(sealed: string, place: string): string
  /** Hex. With a key nobody without it can try out addresses. */
  digest(text: string): string
}

/** AES-256-GCM and HMAC-SHA-256, under keys derived from one of 32 bytes; without it, plain text and SHA-256. */
export function createVault(key?: Uint8Array): Vault {
  if (!key)
    return {
      fingerprint: 'none',
      seal: text => text,
      open: text => text,
      digest: text => createHash('sha256').update(text).digest('hex'),
    }
  const derive = (purpose: string) => createHmac('sha256', key).update(`contact-signup ${purpose}`).digest()
  const [sealing, digesting] = [derive('seal'), derive('digest')]
  return {
    fingerprint: derive('fingerprint').toString('hex', 0, 8),
    seal: (text, place) => seal(sealing, text, place),
    open: (sealed, place) => open(sealing, sealed, place),
    digest: text => createHmac('sha256', digesting).update(text).digest('hex'),
  }
}

const ivLength = 12 // NIST SP 800-38D, 8.2.2: random ones do for 2^32 texts under a key
const tagLength = 16

function seal(key: Uint8Array, text: string, place: string): string {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

function open(key: Uint8Array, sealed: string, place: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength), {authTagLength: tagLength}).setAAD(
    Buffer.from(place),
  )
  decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
  return decipher.update(bytes.subarray(ivLength + tagLength), undefined, 'utf8') + decipher.final('utf8')
}

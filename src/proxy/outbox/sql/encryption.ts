import {createCipheriv, createDecipheriv, createHash, createHmac, randomBytes} from 'node:crypto'

/** What an encrypted text is: of which row, and in which column. It can be decrypted as the same only. */
export interface TextPlace {
  id: string
  column: 'body' | 'answer' | 'record' | 'wording'
}

/** Encrypts personal data, and computes the digests by which it is found again. */
export interface Encryption {
  /** Identifies the key without revealing it. */
  fingerprint: string
  encrypt(text: string, place: TextPlace): string
  /** Whether a text was encrypted with this key, in the current format. */
  isOwn(text: string): boolean
  /** Throws if the text was encrypted with another key or for another place, or was modified. */
  decrypt(encrypted: string, place: TextPlace): string
  /** Hex. A digest made with a key cannot be reversed by guessing addresses without that key. */
  digest(text: string): string
}

/** In place of the fingerprint of a key, where nothing is encrypted. */
export const noKeyFingerprint = 'none'

/**
 * AES-256-GCM and HMAC-SHA-256 with keys derived from a 32-byte key. Without a key: plain text and SHA-256. An encrypted
 * text begins with the version of its format and the fingerprint of its key: `2:0123456789abcdef:…`.
 */
export function createEncryption(key?: Uint8Array): Encryption {
  if (!key)
    return {
      fingerprint: noKeyFingerprint,
      encrypt: text => text,
      isOwn: () => false,
      decrypt: text => text,
      digest: text => createHash('sha256').update(text).digest('hex'),
    }
  const {fingerprint, encryptionKey, digestKey} = deriveKeys(key)
  const prefix = `2:${fingerprint}:`
  return {
    fingerprint,
    isOwn: text => text.startsWith(prefix),
    encrypt: (text, place) => prefix + encrypt(encryptionKey, text, contextOf(place)),
    decrypt(encrypted, place) {
      if (!encrypted.startsWith(prefix)) throw new Error('encrypted with another key')
      return decrypt(encryptionKey, encrypted.slice(prefix.length), contextOf(place))
    },
    digest: text => createHmac('sha256', digestKey).update(text).digest('hex'),
  }
}

/** Decrypts a text of the first format, which had no prefix and was bound to its row only. Throws like `decrypt`. */
export function decryptFirstFormat(key: Uint8Array, encrypted: string, id: string): string {
  return decrypt(deriveKeys(key).encryptionKey, encrypted, id)
}

function deriveKeys(key: Uint8Array) {
  // The names of the purposes are part of the derived keys, so changing one makes existing stores unreadable.
  const derive = (purpose: string) => createHmac('sha256', key).update(`contact-signup ${purpose}`).digest()
  return {
    fingerprint: derive('fingerprint').toString('hex', 0, 8),
    encryptionKey: derive('seal'),
    digestKey: derive('digest'),
  }
}

const contextOf = ({id, column}: TextPlace): string => `${id} ${column}`

const ivBytes = 12 // random 96-bit IVs are safe for 2^32 texts under one key (NIST SP 800-38D, 8.2.2)
const tagBytes = 16

function encrypt(key: Uint8Array, text: string, context: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64')
}

function decrypt(key: Uint8Array, encrypted: string, context: string): string {
  const bytes = Buffer.from(encrypted, 'base64')
  const iv = bytes.subarray(0, ivBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, {authTagLength: tagBytes}).setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
}

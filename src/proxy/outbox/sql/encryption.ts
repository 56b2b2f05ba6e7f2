import {createCipheriv, createDecipheriv, createHash, createHmac, randomBytes} from 'node:crypto'

/** Encrypts personal data, and computes the digests by which it is found again. */
export interface Encryption {
  /** Identifies the key without revealing it. */
  fingerprint: string
  /** @param context the id of the row that holds the text; the text can be decrypted with the same context only */
  encrypt(text: string, context: string): string
  /** Throws if the text was encrypted with another key or another context, or was modified. */
  decrypt(encrypted: string, context: string): string
  /** Hex. A digest made with a key cannot be reversed by guessing addresses without that key. */
  digest(text: string): string
}

/** AES-256-GCM and HMAC-SHA-256 with keys derived from a 32-byte key. Without a key: plain text and SHA-256. */
export function createEncryption(key?: Uint8Array): Encryption {
  if (!key)
    return {
      fingerprint: 'none',
      encrypt: text => text,
      decrypt: text => text,
      digest: text => createHash('sha256').update(text).digest('hex'),
    }
  // The names of the purposes are part of the derived keys, so changing one makes existing stores unreadable.
  const derive = (purpose: string) => createHmac('sha256', key).update(`contact-signup ${purpose}`).digest()
  const [encryptionKey, digestKey] = [derive('seal'), derive('digest')]
  return {
    fingerprint: derive('fingerprint').toString('hex', 0, 8),
    encrypt: (text, context) => encrypt(encryptionKey, text, context),
    decrypt: (encrypted, context) => decrypt(encryptionKey, encrypted, context),
    digest: text => createHmac('sha256', digestKey).update(text).digest('hex'),
  }
}

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

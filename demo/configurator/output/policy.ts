import {pageUrlOf, toWebUrl} from '../model/checks.ts'
import type {Configuration} from '../model/configuration.ts'
import {folderOf} from './script.ts'

/**
 * The content security policy that the form needs.
 * @param importMapHash SHA-256 of the import map in base64; undefined on a page without one
 */
export function printPolicy(configuration: Configuration, importMapHash: string | undefined): string {
  const endpoint = sourceOf(configuration.attributes.endpoint ?? '/', configuration)
  const script = sourceOf(folderOf(configuration), configuration)
  return [
    "default-src 'self'",
    `script-src ${[...new Set(["'self'", script])].join(' ')}${importMapHash ? ` 'sha256-${importMapHash}'` : ''}`,
    `connect-src ${[...new Set(["'self'", endpoint])].join(' ')}`,
    `form-action ${[...new Set(["'self'", endpoint])].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
  ].join('; ')
}

/** The origin of a URL, or `'self'`. What is no URL is reported beside its control. */
function sourceOf(text: string, configuration: Configuration): string {
  const origin = toWebUrl(text, configuration)?.origin
  return origin === undefined || origin === pageUrlOf(configuration) ? "'self'" : origin
}

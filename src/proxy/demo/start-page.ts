import {hash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import type {ProxyRequest, ProxyResponse} from '../http/exchange.ts'
import {escapeHtml} from '../http/html-page.ts'

const dist = new URL('../../../dist/', import.meta.url)
const scriptPath = /^\/((?:contact-signup|embed|(?:chunks|retry)\/(?:[\w-]+\/)*[\w-]+)\.js)$/

const styles =
  'body{margin:0;font:1rem/1.5 system-ui,sans-serif}' +
  'main{max-width:40rem;margin:0 auto;padding:2rem 1rem;overflow-wrap:break-word}' +
  'pre{overflow-x:auto;padding:1rem;border:1px solid}'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'sha256-${hash('sha256', styles, 'base64')}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

/**
 * Serves a page with the form at `/`, and the built form beside it, which pages of other origins may load too. Every
 * other request is the proxy's.
 * @param path to which the form posts
 */
export function createStartPage(path: string): (request: ProxyRequest) => ProxyResponse | undefined {
  return ({method, target, ownOrigin}) => {
    if (method !== 'GET') return undefined
    if (target === '/') return toPage(renderStartPage(path, ownOrigin))
    const [, file] = scriptPath.exec(target) ?? []
    const code = file === undefined ? undefined : tryToRead(file)
    return code === undefined ? undefined : toScript(code)
  }
}

function renderStartPage(path: string, origin: string): string {
  const tags = [
    `<script type="module" src="${origin}/contact-signup.js"></script>`,
    `<contact-signup endpoint="${origin}${path}"></contact-signup>`,
  ]
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Demo of contact-signup</title><style>${styles}</style>
<script type="module" src="/contact-signup.js"></script>
<main><h1>Demo of contact-signup</h1>
<p><strong>This is a demo.</strong> What you send is printed in the terminal of the proxy, and discarded.</p>
<contact-signup endpoint="${escapeHtml(path)}"></contact-signup>
<h2>On a page of your own</h2>
<p>While the demo runs, a page that a web server of this machine serves, for example Vite, can show the form too:</p>
<pre tabindex="0"><code>${escapeHtml(tags.join('\n'))}</code></pre></main></html>`
}

function toPage(body: string): ProxyResponse {
  const headers = {'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy}
  return {status: 200, headers: {...headers, ...commonHeaders}, body}
}

function toScript(body: string): ProxyResponse {
  const headers = {'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*'}
  return {status: 200, headers: {...headers, ...commonHeaders}, body}
}

const commonHeaders = {'cache-control': 'no-store', 'x-content-type-options': 'nosniff'}

function tryToRead(file: string): string | undefined {
  try {
    return readFileSync(new URL(file, dist), 'utf8')
  } catch {
    return undefined
  }
}

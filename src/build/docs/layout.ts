import {navigation} from './pages.ts'
import type {Rendered} from './render-markdown.ts'

/** The endpoint of the demo's proxy, in whose place the demo's server writes the one that runs. */
const endpoint = 'http://127.0.0.1:8787/api/signup'

/** A whole page around the rendered text, with the form to be prerendered in its footer. */
export function renderPage(name: string, {html, title}: Rendered): string {
  const links = navigation.map(
    page => `<li><a href="${page.name}.html"${page.name === name ? ' aria-current="page"' : ''}>${page.title}</a></li>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}${name === 'index' ? '' : ' · contact-signup'}</title>
<link rel="icon" href="files/demo/site/icon.svg">
<link rel="stylesheet" href="docs.css">
<script type="module" src="../contact-signup.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header><a href="index.html">contact-signup</a></header>
<nav aria-label="Documentation"><ul>${links.join('')}</ul></nav>
<main id="content" tabindex="-1">
${html}</main>
<footer>
<contact-signup endpoint="${endpoint}" fields="email*" consent="terms marketing" terms-url="/terms" privacy-url="/privacy" tags="landing">
<div slot="intro"><h2>News of releases</h2><p>This is the form itself, prerendered. Here it posts to the demo’s proxy.</p></div>
<span slot="submit">Tell me about releases</span>
</contact-signup>
</footer>
</body>
</html>
`
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

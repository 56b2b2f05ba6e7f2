import type {CustomElementDeclaration} from 'custom-elements-manifest'
import {formatSettings} from '../proxy/config/format-settings.ts'

interface Described {
  name: string
  default?: string
  description?: string
}

const toItem = ({name, default: value, description = ''}: Described) =>
  `- \`${name}\`${value === undefined ? '' : ` (default \`${value}\`)`}: ${description.replaceAll('\n', ' ')}`
const toSection = (heading: string, items: readonly Described[] = []) =>
  `## ${heading}\n\n${items.map(toItem).join('\n')}\n`

/** The guides, in the package. */
const guides = {
  'README.md': 'overview',
  'demo/docs/start.md': 'from an empty folder to a lead',
  'demo/docs/fields.md': 'fields and consent',
  'src/element/analytics.md': 'events and analytics',
  'src/element/accessibility.md': 'WCAG 2.2 criterion by criterion',
  'test/frameworks/README.md': 'React, Vue, Svelte, Angular and servers',
  'src/prerender/README.md': 'prerendering: the form in the HTML of a page',
  'src/proxy/README.md': 'how the proxy validates and delivers',
  'src/proxy/settings.md': 'every setting of the proxy',
  'src/proxy/containers.md': 'the proxy in containers and behind other servers',
  'src/proxy/evidence.md': 'consent records, and how to export them as ISO/IEC TS 27560',
  'src/proxy/own-server.md': 'the proxy in your own server',
  'src/proxy/functions.md': 'the proxy in serverless functions',
  'src/proxy/traces.md': 'traces with OpenTelemetry',
  'src/proxy/hardening.md': 'security',
  'dist/openapi.json': 'the wire between form and proxy',
  'dist/custom-elements.json': 'the element as a manifest',
}

/** One page for language models, as https://llmstxt.org has it: what the package is, and all its names. */
export function createLlmsText(element: CustomElementDeclaration, summary: string): string {
  const methods = element.members
    ?.filter(({kind}) => kind === 'method')
    .map(item => ({...item, name: `${item.name}()`}))
  return [
    `# contact-signup\n\n> ${summary}\n`,
    `Install it with \`npm install contact-signup\`. Import \`contact-signup\`, or load \`dist/contact-signup.js\` as a module, and write:

\`\`\`html
<contact-signup endpoint="https://forms.example.com/api/signup" terms-url="/terms" privacy-url="/privacy"></contact-signup>
\`\`\`

The endpoint is a proxy on your server, which holds the account's secret: \`npx contact-signup proxy\`. To try the form
without an account: \`npx contact-signup proxy --demo\`.\n`,
    toSection('Attributes', element.attributes),
    toSection('Methods', methods),
    toSection('Events', element.events),
    toSection('Slots', element.slots),
    toSection('Parts', element.cssParts),
    toSection('Custom properties', element.cssProperties),
    toSection('States', element.cssStates),
    `## Settings of the proxy\n\nEnvironment variables, with their defaults and what is expected:\n\n${formatSettings().replaceAll(/^ {2}/gm, '- ')}\n`,
    `## Docs\n\n${Object.entries(guides)
      .map(([path, what]) => `- [${path}](../${path}): ${what}`)
      .join('\n')}\n`,
  ].join('\n')
}

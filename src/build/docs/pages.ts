import type {TableName} from './tables.ts'

/** A page of the documentation, in the order of the navigation. */
export interface Page {
  /** Its address without `.html`. */
  name: string
  title: string
  /** The Markdown that it is made of. */
  file: string
  /** Generated tables that follow its text. */
  tables?: readonly TableName[]
}

export const navigation: readonly Page[] = [
  {name: 'index', title: 'Overview', file: 'README.md'},
  {name: 'start', title: 'Put it on a page', file: 'demo/docs/start.md'},
  {
    name: 'fields',
    title: 'Fields and consent',
    file: 'demo/docs/fields.md',
    tables: ['attributes', 'slots', 'members'],
  },
  {name: 'styling', title: 'Style it', file: 'src/element/styling.md'},
  {name: 'analytics', title: 'Events and analytics', file: 'src/element/analytics.md', tables: ['events']},
  {name: 'frameworks', title: 'Frameworks', file: 'test/frameworks/README.md'},
  {name: 'prerender', title: 'Prerendering', file: 'src/prerender/README.md'},
  {name: 'cms', title: 'CMS', file: 'src/element/cms.md'},
  {name: 'wordpress', title: 'WordPress', file: 'src/wordpress/README.md'},
  {name: 'proxy', title: 'Run the proxy', file: 'src/proxy/README.md'},
  {name: 'settings', title: 'Settings of the proxy', file: 'src/proxy/settings.md'},
  {name: 'containers', title: 'In containers', file: 'src/proxy/containers.md'},
  {name: 'evidence', title: 'Evidence of consent', file: 'src/proxy/evidence.md'},
  {name: 'forms', title: 'Several forms, one proxy', file: 'src/proxy/forms.md'},
  {name: 'own-server', title: 'In your own server', file: 'src/proxy/own-server.md'},
  {name: 'functions', title: 'In serverless functions', file: 'src/proxy/functions.md'},
  {name: 'traces', title: 'Traces', file: 'src/proxy/traces.md'},
  {name: 'workers', title: 'On Cloudflare Workers', file: 'src/proxy/workers.md'},
  {name: 'security', title: 'Security', file: 'src/proxy/hardening.md'},
  {name: 'accessibility', title: 'Accessibility', file: 'src/element/accessibility.md'},
  {name: 'languages', title: 'Languages', file: 'src/messages/README.md'},
  {name: 'speed', title: 'Performance and testing', file: 'demo/docs/speed.md'},
]

/** The address of a Markdown file that the navigation does not have: `src/proxy/outbox/README.md` is `src-proxy-outbox`. */
export function nameOf(file: string): string {
  const page = navigation.find(page => page.file === file)
  return (
    page?.name ??
    file
      .replace(/(?:\/README)?\.md$/, '')
      .replaceAll('/', '-')
      .toLowerCase()
  )
}

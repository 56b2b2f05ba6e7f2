import type {TemplateResult} from 'lit'
import {pageDefaults, type PageSetting} from './model/configuration.ts'
import {systems} from './output/systems.ts'
import {renderSelect, renderText} from './text-control.ts'
import type {Labelled, View} from './view.ts'

const labels: Readonly<Record<PageSetting, readonly [label: string, hint: string]>> = {
  sites: ['Origins of the pages', 'Where the form will be, space-separated. The proxy accepts forms from there only.'],
  folder: [
    'Folder of the script',
    'Where `contact-signup.js`, `chunks/` and `retry/` are: a path, or the URL of a CDN.',
  ],
  script: ['Kind of script', 'Some tag managers and systems take classic scripts only.'],
  system: ['System', ''],
}

/** The control of a setting of the page. */
export function renderPageSetting(view: View, name: PageSetting): TemplateResult {
  const [label, hint] = labels[name]
  const labelled: Labelled = {group: 'page', name, label, hint, placeholder: pageDefaults[name]}
  if (name === 'script')
    return renderSelect(view, labelled, [
      ['', 'Module'],
      ['embed', 'Classic (embed.js)'],
    ])
  if (name === 'system')
    return renderSelect(
      view,
      labelled,
      Object.entries(systems).map(([id, system]) => [id === pageDefaults.system ? '' : id, system.name] as const),
    )
  return renderText(view, labelled)
}

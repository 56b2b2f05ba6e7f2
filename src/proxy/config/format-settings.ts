import {evidenceSettings} from './evidence-settings.ts'
import type {SettingsTable} from './setting.ts'
import {outboxSettings, proxySettings, serverSettings} from './settings.ts'

/** No setting accepts it, so that the error says what each expects. */
const invalidText = '\0'

/** Every environment variable in a line: its name, its default and what is expected. For the help. */
export function formatSettings(): string {
  const tables: SettingsTable[] = [proxySettings, outboxSettings, serverSettings, evidenceSettings]
  return tables
    .flatMap(table => Object.values(table))
    .flatMap(({variable, text, documentedDefault, fileContent}) => {
      if (variable === undefined) return []
      const message = text.safeParse(invalidText).error?.issues[0]?.message ?? ''
      const value = documentedDefault.replaceAll('`', '').replace('–', 'none')
      const alsoFile = fileContent === undefined ? '' : `; or ${variable}_FILE, a file that holds it`
      return `  ${variable} (${value}): ${message.replace(/^expected /, '')}${alsoFile}`
    })
    .join('\n')
}

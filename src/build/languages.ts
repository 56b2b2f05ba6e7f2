import type {Plugin} from 'vite'
import {languages, loadMessages} from '../messages/load-messages.ts'
import {hashOf, toImport, toModule} from './module-source.ts'

/** Emits each language but English as one module for the script tag, whose `loadMessages` it rewrites. */
export async function languageFiles(): Promise<Plugin> {
  const modules = await toLanguageModules()
  const folder = `chunks/words-${hashOf(modules.values())}`
  return {
    name: 'language-files',
    enforce: 'pre',
    transform(_code, id) {
      if (!id.endsWith('/src/messages/load-messages.ts')) return null
      return {code: toLoader([...modules.keys()], folder), map: {mappings: ''}}
    },
    generateBundle() {
      for (const [name, source] of modules) this.emitFile({type: 'asset', fileName: `${folder}/${name}.js`, source})
    },
  }
}

/** A module for each tag of `languages`. Tags that share their words get a copy each: a page loads one of them. */
export async function toLanguageModules(): Promise<Map<string, string>> {
  return new Map(
    await Promise.all(
      languages.map(async tag => [tag, toModule((await loadMessages(tag)).default)] as [string, string]),
    ),
  )
}

/** The script tag's load-messages.ts: one hashed folder name and the tags, instead of a hashed file name for each tag. */
export function toLoader(tags: readonly string[], folder: string): string {
  return `export const languages = '${tags.join(' ')}'.split(' ')
    export const loadMessages = language => ${toImport(folder, 'language')}`
}

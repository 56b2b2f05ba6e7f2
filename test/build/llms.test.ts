import assert from 'node:assert/strict'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import {createLlmsText} from '../../src/build/llms.ts'
import {readElement} from '../../src/build/manifest.ts'
import type {SettingsTable} from '../../src/proxy/config/setting.ts'
import {evidenceSettings} from '../../src/proxy/config/evidence-settings.ts'
import {outboxSettings, proxySettings, serverSettings} from '../../src/proxy/config/settings.ts'

const element = readElement()
const page = createLlmsText(element, 'A signup form.')

test('the page for language models begins with the name and the summary', () =>
  assert.ok(page.startsWith('# contact-signup\n\n> A signup form.\n')))

test('it names all of the element, and all settings of the proxy', () => {
  const {attributes, events, slots, cssParts, cssProperties, cssStates} = element
  for (const items of [attributes, events, slots, cssParts, cssProperties, cssStates]) {
    assert.ok(items!.length > 0)
    for (const {name} of items!) assert.ok(page.includes(`- \`${name}\``), name)
  }
  for (const table of [proxySettings, outboxSettings, serverSettings, evidenceSettings] as SettingsTable[])
    for (const {variable} of Object.values(table)) if (variable) assert.ok(page.includes(`\n- ${variable} (`), variable)
})

test('its links lead to files', () => {
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => join('dist', link!))
  assert.ok(links.length > 5)
  // Files of the build have tests of their own.
  assert.deepEqual(
    links.filter(link => !link.startsWith('dist') && !existsSync(link)),
    [],
  )
})

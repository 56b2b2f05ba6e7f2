import fc from 'fast-check'
import {fieldNames} from '../../src/contact/fields.ts'
import {readElement} from '../../src/build/manifest.ts'
import messages from '../../src/messages/en.ts'
import {
  emptyConfiguration,
  groups,
  namesOf,
  toCleanText,
  type Configuration,
  type Group,
} from '../../demo/configurator/model/configuration.ts'
import type {Product} from '../../demo/configurator/model/product.ts'

const {attributes, cssProperties, slots} = readElement()
const data = [
  'words-0a/de',
  'words-0a/de-ch',
  'words-0a/ar',
  'plans-0b/US',
  'plans-0b/CA',
  'plans-0b/DE',
  'plans-0b/800',
]
const common = ['contact-signup.js', 'chunks/session-1.js', 'retry/session-1.js', 'chunks/plans-0b/US.js']
const files = [...common, 'embed.js', ...data.map(name => `chunks/${name}.js`)]

/** The element as its sources describe it, with the names of a few files: no build is needed. */
export const product: Product = {
  attributes: attributes!.map(({name, type, description, default: initial}) => ({
    name,
    type,
    description,
    default: initial,
  })),
  properties: cssProperties!,
  slots: slots!,
  files: Object.fromEntries(files.map(file => [file, `sha256-${file}`])),
  commonFiles: common,
  sharedPlans: {CA: 'US'},
  fieldNames,
  messages: Object.fromEntries(
    Object.entries(messages).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  ),
  hasGuide: false,
}

export const configured = (given: Partial<Configuration>): Configuration => ({...emptyConfiguration, ...given})

/** What ends or changes something in HTML, JavaScript, CSS, a shell or a URL, if it is not escaped. */
export const hostileTexts = [
  '"', "'", `"'`, '<', '>', '&', '&amp;', '&#39;', '`', '\\', '\\\\"', '$HOME', '$(id)', '`id`', '!', '%s', '%00', '+', '#', ';',
  '</script>', '<!--', '-->', '--!>', ']]>', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'; rm -rf /; '",
  '</contact-signup>', '</p><p slot="terms">', '{{ shop }}', '*/', '/*', '@import url(x)', 'a\nb', 'a\tb', '\n', ' a ', '  ', '',
  'ünï', '漢字', 'ع', '👩‍👩‍👧', '\u00a0', '\u2028', '\ufeff', '-', '--', '=', 'a=b', '[0]', '(x', 'null', '__proto__',
] // prettier-ignore

const anyText = fc
  .oneof(fc.constantFrom(...hostileTexts), fc.string({unit: 'grapheme', maxLength: 30}), fc.string({unit: 'binary'}))
  .map(toCleanText)

/** Any values that a configuration can have, also those that make no sense. */
export const anyConfiguration: fc.Arbitrary<Configuration> = fc.record(
  Object.fromEntries(
    groups.map(group => {
      const texts = Object.fromEntries(namesOf(group, product).map(name => [name, anyText]))
      return [group, fc.record(texts, {requiredKeys: [], noNullPrototype: true})]
    }),
  ) as Record<Group, fc.Arbitrary<Record<string, string>>>,
  {noNullPrototype: true},
)

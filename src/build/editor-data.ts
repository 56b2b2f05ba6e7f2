import type {CustomElementDeclaration} from 'custom-elements-manifest'

interface Described {
  name: string
  description?: string
}

const describe = ({name, description = ''}: Described, before = '', after = '') => ({
  name: before + name + after,
  description,
})
const describeAll = (items: readonly Described[] = [], before = '', after = '') =>
  items.map(item => describe(item, before, after))

/** For the setting `html.customData` of VS Code. https://github.com/microsoft/vscode-html-languageservice/blob/main/docs/customData.md */
export function createHtmlData({tagName = '', description, attributes = []}: CustomElementDeclaration) {
  const tag = {
    ...describe({name: tagName, description}),
    attributes: attributes.map(attribute => ({
      ...describe(attribute),
      ...(attribute.type?.text === 'boolean' && {valueSet: 'v'}), // takes no value
    })),
  }
  return {version: 1.1, tags: [tag]}
}

/** For its setting `css.customData`. https://github.com/microsoft/vscode-css-languageservice/blob/main/docs/customData.md */
export function createCssData({cssProperties, cssParts, cssStates}: CustomElementDeclaration) {
  return {
    version: 1.1,
    properties: describeAll(cssProperties),
    pseudoClasses: describeAll(cssStates, ':state(', ')'),
    pseudoElements: describeAll(cssParts, '::part(', ')'),
  }
}

/** For the editors of JetBrains, which find it through package.json. https://github.com/JetBrains/web-types */
export function createWebTypes(
  {tagName = '', description, ...element}: CustomElementDeclaration,
  {name, version}: {name: string; version: string},
) {
  const {attributes = [], events = [], members = []} = element
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: [
          {
            ...describe({name: tagName, description}),
            attributes: attributes.map(attribute => ({
              ...describe(attribute),
              ...('default' in attribute && {default: attribute.default}),
              value: attribute.type?.text === 'boolean' ? {kind: 'no-value'} : {type: 'string'},
            })),
            slots: describeAll(element.slots),
            js: {
              properties: members
                .filter(({kind}) => kind === 'field')
                .map(member => ({...describe(member), ...('type' in member && {type: member.type?.text})})),
              events: events.map(event => ({...describe(event), type: event.type.text})),
            },
          },
        ],
      },
      css: {
        properties: describeAll(element.cssProperties),
        'pseudo-classes': describeAll(element.cssStates, 'state(', ')'),
        'pseudo-elements': describeAll(element.cssParts, 'part(', ')'),
      },
    },
  }
}

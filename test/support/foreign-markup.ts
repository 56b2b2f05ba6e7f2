import {parse} from 'parse5'
import {findElements} from './html-form.ts'

/**
 * The elements and attributes of a page that could run, load or send anything, but for its form's action `#` and links by
 * http(s); those within templates included.
 */
export function findForeignMarkup(html: string): unknown[] {
  const elements = findElements(parse(html))
  const attributes = elements.flatMap(({attrs}) => attrs)
  return [
    ...elements.map(({tagName}) => tagName).filter(tag => /^(?:script|img|iframe|object|embed|link|base)$/.test(tag)),
    ...attributes.filter(({name}) => /^(?:on|style$|src|formaction|is$)/.test(name)),
    ...attributes.filter(({name, value}) => name === 'action' && value !== '#'),
    ...attributes.filter(
      ({name, value}) => name === 'href' && !/^https?:$/.test(new URL(value, 'https://page.example').protocol),
    ),
  ]
}

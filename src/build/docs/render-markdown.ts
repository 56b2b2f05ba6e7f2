import {Marked, type Token, type Tokens} from 'marked'

export interface Rendered {
  html: string
  /** The text of the first heading. */
  title: string
  /** The ids of all headings. */
  ids: ReadonlySet<string>
}

/**
 * Renders Markdown as the content of a page with one h1: what follows a second one is a level lower.
 * @param toUrl of a link or picture as the text has it
 */
export function renderMarkdown(markdown: string, toUrl: (target: string) => string): Rendered {
  const ids = new Set<string>()
  let title = ''
  let shift = 0
  let section = ''
  const marked = new Marked({
    renderer: {
      heading({depth, tokens}) {
        const text = plainText(tokens)
        if (depth === 1 && title) shift = 1
        title ||= text
        section = text
        const id = toUniqueId(text, ids)
        const level = Math.min(depth + shift, 6)
        return `<h${level} id="${id}">${this.parser.parseInline(tokens)}</h${level}>\n`
      },
      link({href, tokens}) {
        return `<a href="${escape(toUrl(href))}">${this.parser.parseInline(tokens)}</a>`
      },
      image({href, text}) {
        return `<img src="${escape(toUrl(href))}" alt="${escape(text)}">`
      },
      code: ({text}) => `<pre tabindex="0"><code>${escape(text)}</code></pre>\n`,
      table(token) {
        const rows = token.rows.map(row => renderRow(this.parser, 'td', row)).join('')
        const head = renderRow(this.parser, 'th', token.header)
        const label = escape(`Table: ${section}`)
        return `<div class="table" role="group" aria-label="${label}" tabindex="0"><table><thead>${head}</thead><tbody>${rows}</tbody></table></div>\n`
      },
    },
  })
  const html = marked.parse(markdown, {async: false})
  return {html, title, ids}
}

interface Parser {
  parseInline(tokens: Token[]): string
}

function renderRow(parser: Parser, element: 'td' | 'th', cells: readonly Tokens.TableCell[]): string {
  const rendered = cells.map(({tokens}) => parser.parseInline(tokens))
  // A column of row names may have no heading: an empty cell is no header.
  const toCell = (html: string) => {
    if (element === 'th' && html) return `<th scope="col">${html}</th>`
    return `<td>${html}</td>`
  }
  return `<tr>${rendered.map(toCell).join('')}</tr>`
}

/** The id that GitHub gives a heading, so that links work in both places. */
function toUniqueId(text: string, ids: Set<string>): string {
  const id = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
  let unique = id
  for (let count = 1; ids.has(unique); count += 1) unique = `${id}-${count}`
  ids.add(unique)
  return unique
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map(token => ('tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? token.text : ''))
    .join('')
}

const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'}
const escape = (text: string): string => text.replace(/[&<>"]/g, character => entities[character]!)

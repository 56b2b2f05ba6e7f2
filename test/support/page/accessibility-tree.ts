import type {CDPSession, Page} from 'playwright-core'

/** A node as the browser exposes it to assistive technology. */
export interface AccessibleNode {
  role: string
  name: string
  /** Read after the name: hints and errors. */
  description: string
  value: string
  /** Everything that can be read inside, joined. */
  text: string
  /** The name of the active descendant, if it has one. */
  active: string
  /** States as the browser exposes them: `focused`, `invalid`, `expanded`, `checked`, `live` … */
  states: Record<string, unknown>
}

type RawNode = Awaited<ReturnType<CDPSession['send']>> extends infer _ ? Tree['nodes'][number] : never
type Tree = Awaited<ReturnType<typeof readNodes>>

const readNodes = (cdp: CDPSession) => cdp.send('Accessibility.getFullAXTree')

/** The browser's own accessibility tree of a page, in reading order, without ignored nodes. Chromium only. */
export async function readTree(page: Page): Promise<AccessibleNode[]> {
  const cdp = await page.context().newCDPSession(page)
  const {nodes} = await readNodes(cdp)
  await cdp.detach()
  const byId = new Map(nodes.map(node => [node.nodeId, node]))
  const byElement = new Map(nodes.map(node => [node.backendDOMNodeId, node]))
  const below = (node: RawNode): RawNode[] =>
    (node.childIds ?? []).flatMap(id => byId.get(id) ?? []).flatMap(child => [child, ...below(child)])
  const toAccessibleNode = (node: RawNode): AccessibleNode => {
    const states = Object.fromEntries((node.properties ?? []).map(({name, value}) => [name, value.value as unknown]))
    const [active] = node.properties?.find(({name}) => name === 'activedescendant')?.value.relatedNodes ?? []
    return {
      role: textOf(node.role),
      name: textOf(node.name).trim(),
      description: textOf(node.description),
      value: textOf(node.value),
      text: below(node)
        .filter(({ignored, role}) => !ignored && role?.value === 'StaticText')
        .map(({name}) => textOf(name))
        .join(''),
      active: active ? textOf(byElement.get(active.backendDOMNodeId)?.name) : '',
      states,
    }
  }
  const [root] = nodes
  return root
    ? below(root)
        .filter(({ignored, role}) => !ignored && role?.value !== 'InlineTextBox')
        .map(toAccessibleNode)
    : []
}

const textOf = (value: {value?: unknown} | undefined) => String(value?.value ?? '')

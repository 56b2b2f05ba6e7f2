import type {Page} from 'playwright-core'

/** The property whose colour is measured. */
export type ColourProperty = 'color' | 'borderTopColor' | 'outlineColor'

/**
 * The contrast ratio (1 to 21, as WCAG defines it) of an element of the form: of its text to its background, of a border or
 * an outline to the background around the element. Translucent colours and opacity are taken into account.
 */
export function contrastOf(
  page: Page,
  selector: string,
  drawn: ColourProperty = 'color',
  pseudo?: string,
): Promise<number> {
  return page
    .locator(`contact-signup ${selector}`)
    .first()
    .evaluate(
      (element, [drawn, pseudo]) => {
        type Colour = [number, number, number, number]
        const context = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {
          willReadFrequently: true,
        })!
        const read = (css: string): Colour => {
          context.clearRect(0, 0, 1, 1)
          context.fillStyle = css
          context.fillRect(0, 0, 1, 1)
          const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data
          return [r!, g!, b!, a! / 255]
        }
        const over = ([r, g, b, a]: Colour, behind: Colour, opacity = 1): Colour => {
          const mix = (top: number, below: number) => top * a * opacity + below * (1 - a * opacity)
          return [mix(r, behind[0]), mix(g, behind[1]), mix(b, behind[2]), 1]
        }
        const page = document.body.appendChild(document.createElement('i'))
        page.style.backgroundColor = 'Canvas'
        const canvas = read(getComputedStyle(page).backgroundColor)
        page.remove()
        const parentOf = (element: Element) =>
          element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null
        const around = (element: Element): Colour => {
          const parent: Element | null = parentOf(element)
          return parent ? behind(parent) : canvas
        }
        const opacityOf = (element: Element) => Number(getComputedStyle(element).opacity)
        const behind = (element: Element): Colour =>
          over(read(getComputedStyle(element).backgroundColor), around(element), opacityOf(element))
        const luminance = (colour: Colour) => {
          const [r, g, b] = colour
            .slice(0, 3)
            .map(part => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
          return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
        }
        const colour = read(getComputedStyle(element, pseudo || undefined)[drawn as 'color'])
        const ground = drawn === 'color' ? behind(element) : around(element)
        const shown = over(
          over(
            colour,
            drawn === 'color' ? over(read(getComputedStyle(element).backgroundColor), around(element)) : ground,
          ),
          around(element),
          opacityOf(element),
        )
        const [light, dark] = [luminance(shown), luminance(ground)].sort((a, b) => b - a)
        return Math.round(((light! + 0.05) / (dark! + 0.05)) * 100) / 100
      },
      [drawn, pseudo ?? ''] as const,
    )
}

/** Describes each text that is cut off, overlaps another text, or leaves the form or its button. */
export function findLayoutProblems(page: Page): Promise<string[]> {
  return page.locator('contact-signup').evaluate(form => {
    const problems: string[] = []
    const root = form.shadowRoot!
    const bounds = form.getBoundingClientRect()
    const texts: {text: string; parent: Element; rects: DOMRect[]}[] = []
    const walk = (node: Node) => {
      if (
        node instanceof Element &&
        (node.matches('.spoken, select, [part=country-list]') ||
          (node.getClientRects().length === 0 && getComputedStyle(node).display !== 'contents'))
      )
        return
      if (node instanceof Text && node.data.trim()) {
        const range = document.createRange()
        range.selectNodeContents(node)
        texts.push({text: node.data.trim(), parent: node.parentElement!, rects: [...range.getClientRects()]})
      }
      if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) node.assignedNodes().forEach(walk)
      else node.childNodes.forEach(walk)
    }
    root.childNodes.forEach(walk)
    for (const {text, parent, rects} of texts) {
      const box = parent.closest('button')?.getBoundingClientRect() ?? bounds
      if (
        rects.some(
          ({left, right, top, bottom}) =>
            left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1,
        )
      )
        problems.push(`outside its box: ${text}`)
    }
    texts.forEach((one, at) => {
      for (const other of texts.slice(at + 1)) {
        const overlap = one.rects.some(a =>
          other.rects.some(
            b =>
              Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
              Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6,
          ),
        )
        if (overlap) problems.push(`overlapping: ${one.text} | ${other.text}`)
      }
    })
    for (const element of root.querySelectorAll('*')) {
      if (
        element.matches('.spoken, input, select, textarea, [part=country-list]') ||
        getComputedStyle(element).overflow === 'visible'
      )
        continue
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
        problems.push(`cut off: ${element.outerHTML}`)
    }
    const wide = document.documentElement.scrollWidth - innerWidth
    if (wide > 0) problems.push(`the page is ${wide} px too wide`)
    if (texts.length < 2) problems.push('there is no text')
    return problems
  })
}

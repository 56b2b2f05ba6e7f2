import {isCssValue} from './model/checks.ts'
import {namesOf, type Configuration} from './model/configuration.ts'
import type {Product} from './model/product.ts'
import {attributesOf, elementOfSlot} from './output/tag.ts'
import type {Heights} from './output/styles.ts'
import type {PreviewPage} from './preview-view.ts'

/** What would have the previewed form send requests. Neither changes how it looks. */
const withheld = ['endpoint', 'proof-of-work']

/** The texts that a tag has in its slots. */
const slotted = new WeakMap<Element, string>()

/** Sets up each form of a frame's page as configured. */
export function applyConfiguration(page: Document, configuration: Configuration, product: Product): void {
  const attributes = new Map(attributesOf(configuration, product))
  for (const tag of page.querySelectorAll<HTMLElement>('contact-signup')) {
    for (const {name} of product.attributes) {
      const value = withheld.includes(name) ? undefined : attributes.get(name)
      if (value === undefined) tag.removeAttribute(name)
      else tag.setAttribute(name, value)
    }
    for (const {name} of product.properties) tag.style.setProperty(name, toCss(configuration.properties[name]))
    fillSlots(tag, configuration, product)
  }
}

const toCss = (value = ''): string => (isCssValue(value) ? value : '')

function fillSlots(tag: Element, {slots}: Configuration, product: Product): void {
  const texts = JSON.stringify(slots)
  if (slotted.get(tag) === texts) return
  slotted.set(tag, texts)
  const elements = namesOf('slots', product).flatMap(name => {
    if (!slots[name]) return []
    const element = tag.ownerDocument.createElement(elementOfSlot(name))
    element.slot = name
    element.textContent = slots[name]
    return [element]
  })
  tag.replaceChildren(...elements)
}

/** Sets up the page around the form. */
export function applyPage({documentElement}: Document, {scheme, lang, width}: PreviewPage): void {
  documentElement.className = `${scheme} ${width}`
  documentElement.lang = lang
  documentElement.dir = lang === 'en' ? 'ltr' : 'rtl'
}

/** Has a form of the page send nothing, and says when it would have. */
export function interceptSubmit(page: Document, onSubmit: () => void): void {
  page.addEventListener('contact-signup-submit', event => {
    event.preventDefault()
    onSubmit()
  })
}

/** Reports the heights of the forms of measure.html, whenever they change. */
export function measureHeights(page: Document, report: (heights: Heights) => void): void {
  const [phone, desktop] = page.querySelectorAll<HTMLElement>('contact-signup')
  if (!phone || !desktop) return
  const {ResizeObserver} = page.defaultView! // it has loaded
  const observer = new ResizeObserver(() => {
    const heights = {phone: phone.offsetHeight, desktop: desktop.offsetHeight}
    if (heights.phone > 0 && heights.desktop > 0) report(heights) // not before the first render
  })
  for (const form of [phone, desktop]) observer.observe(form)
}

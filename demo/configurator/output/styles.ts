import {isCssValue} from '../model/checks.ts'
import type {Configuration} from '../model/configuration.ts'
import type {Product} from '../model/product.ts'

/** Heights of the form in pixels, as measured. */
export interface Heights {
  phone: number
  desktop: number
}

/** From this width on, the form is as wide as it gets: its `max-width`. */
const widestRem = 40
const pixelsPerRem = 16

/** Reserves the form's space until its script has loaded. */
export function printReservedHeight({phone, desktop}: Heights): string {
  const rule = `contact-signup:not(:defined) { display: block; min-height: ${toRem(phone)} }`
  if (toRem(phone) === toRem(desktop)) return rule
  const wide = `contact-signup:not(:defined) { min-height: ${toRem(desktop)} }`
  return `${rule}\n@media (min-width: ${widestRem + 2}rem) {\n  ${wide}\n}`
}

/** Rounded up to a quarter, because fonts differ. */
const toRem = (pixels: number): string => `${Math.ceil((pixels / pixelsPerRem) * 4) / 4}rem`

/** The rule that sets the custom properties; empty without any. Leaves out values that would end it. */
export function printProperties({properties}: Configuration, product: Product): string {
  const lines = product.properties.flatMap(({name}) => {
    const value = properties[name]
    return value !== undefined && isCssValue(value) ? [`  ${name}: ${value.trim()};`] : []
  })
  return lines.length > 0 ? `contact-signup {\n${lines.join('\n')}\n}` : ''
}

import type {Page} from '../page.ts'

/** Some options of the open list. */
export async function optionsOf(page: Page): Promise<Element[]> {
  return page.until(() => {
    const options = [...page.root.querySelectorAll('.open [part~=country-option]')]
    return options.length > 20 && options
  })
}

/** Opens the list by a press on its combobox. */
export async function openCountries(page: Page): Promise<Element[]> {
  await page.click(page.search)
  return optionsOf(page)
}

/** Whether nothing covers the middle of an element. */
export function isOnTop(page: Page, element: Element): boolean {
  const {left, top, width, height} = element.getBoundingClientRect()
  return element.contains(page.root.elementFromPoint(left + width / 2, top + height / 2))
}

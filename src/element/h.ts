/** Attributes by name: what is false or undefined is left out, what is true stands without a value. */
export type Attributes = Record<string, string | boolean | undefined>
export type Child = Node | string | false | undefined

/**
 * Makes an element. The form is drawn with this and not with templates: all of it stands in its first picture, little
 * of it ever changes, and a slow phone parses no template to show it.
 */
export function h(tag: string, attributes: Attributes, ...children: Child[]): HTMLElement {
  return fill(document.createElement(tag), attributes, children)
}

/** Gives an element that is there other attributes and other children; attributes that are not named stay. */
export function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes))
    if (value === undefined || value === false) element.removeAttribute(name)
    else element.setAttribute(name, value === true ? '' : value)
  element.replaceChildren(...children.filter(child => child !== undefined && child !== false))
  return element
}

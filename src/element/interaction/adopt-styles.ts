import {adoptStyles, type CSSResult} from '@lit/reactive-element'

/** Adds styles that only what is loaded late needs, behind those that are there. */
export function addStyles(root: ShadowRoot, styles: CSSResult): void {
  if (styles.styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles.styleSheet]
  else adoptStyles(root, [styles])
}

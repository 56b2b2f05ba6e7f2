import {adoptStyles, type CSSResult} from 'lit'

/** Adds the styles of a late part after those that the form has. */
export function addStyles(root: ShadowRoot, styles: CSSResult): void {
  if (styles.styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles.styleSheet]
  else adoptStyles(root, [styles])
}

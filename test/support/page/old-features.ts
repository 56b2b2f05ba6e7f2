/**
 * Import this first: it removes from the browser what the oldest ones lack in which the form works. Their dates of support
 * are at https://developer.mozilla.org/docs/Web/API.
 */
type Members = Record<string, unknown>

const newer: [of: object | undefined, ...names: string[]][] = [
  // Safari 16.4, Firefox 101
  [Document.prototype, 'adoptedStyleSheets'],
  [ShadowRoot.prototype, 'adoptedStyleSheets'],
  [CSSStyleSheet.prototype, 'replace', 'replaceSync'],
  // Safari 16.4; custom states later
  [HTMLElement.prototype, 'attachInternals'],
  [globalThis, 'CustomStateSet', 'ElementInternals'],
  // Firefox 119
  [Element.prototype, 'role', ...Object.keys(Element.prototype).filter(name => /^aria[A-Z]/.test(name))],
  // Firefox 125, Safari 17, Chrome 114
  [HTMLElement.prototype, 'popover', 'showPopover', 'hidePopover', 'togglePopover'],
  // Never in Safari; Firefox 122, Safari 17.4, Chrome 105 for the second
  [globalThis, 'requestIdleCallback', 'trustedTypes'],
  [Element.prototype, 'checkVisibility'],
  [HTMLElement.prototype, 'inert'],
  [Intl.Locale.prototype, 'getTimeZones', 'timeZones', 'getTextInfo', 'textInfo'],
  [Intl, 'supportedValuesOf', 'DurationFormat', 'Segmenter'],
  [AbortSignal, 'any', 'timeout'],
  [AbortSignal.prototype, 'throwIfAborted', 'reason'],
  [URL, 'canParse', 'parse'],
  [Response, 'json'],
  [Object, 'groupBy'],
  [Array, 'fromAsync'],
  [Array.prototype, 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'],
  [String.prototype, 'isWellFormed', 'toWellFormed'],
  [Promise, 'withResolvers', 'try'],
  [Set.prototype, 'union', 'intersection', 'difference', 'isSubsetOf'],
  [(globalThis as {Iterator?: {prototype: object}}).Iterator?.prototype, 'map', 'filter', 'toArray', 'some', 'every'],
]

for (const [of, ...names] of newer) for (const name of names) if (of) delete (of as Members)[name]

/** Those of the features that the browser still has. */
export const remaining = newer.flatMap(([of, ...names]) => names.filter(name => of && name in of))

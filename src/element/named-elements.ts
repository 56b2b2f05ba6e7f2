/**
 * Import this module before lit. The page's elements are found under their ids as globals, and under their names as
 * properties of the document, where they hide what lit looks up there: it would throw.
 */
const globals = [
  'trustedTypes', // in a browser without Trusted Types
  ...['litHtml', 'litElement', 'reactiveElement'].flatMap(name => [`${name}Versions`, `${name}PolyfillSupport`]),
  'litElementHydrateSupport',
  'litPropertyMetadata',
]
const methods = ['createElement', 'createTextNode', 'createComment', 'createTreeWalker', 'importNode'] as const

// An own property of the window hides such an element.
for (const name of globals)
  if (name in globalThis && !Object.hasOwn(globalThis, name))
    Object.defineProperty(globalThis, name, {value: undefined, writable: true, configurable: true})

// Nothing hides an element under a name of the document's, so it loses that name. A server has no document.
if (globalThis.document)
  for (const name of methods.filter(method => typeof document[method] !== 'function'))
    for (const element of Document.prototype.querySelectorAll.call(document, `[name=${name}], #${name}`))
      for (const attribute of ['name', 'id']) element.removeAttribute(attribute)

/**
 * Import this module before lit. lit-html creates a Trusted Types policy as soon as it is imported. In a browser without
 * Trusted Types, an element of the page with the id `trustedTypes` is found under that name instead, and the import would
 * throw. An own property of the window hides such an element.
 */
const {trustedTypes} = globalThis as {trustedTypes?: unknown}
if (trustedTypes && trustedTypes instanceof Element)
  Object.defineProperty(globalThis, 'trustedTypes', {value: undefined, writable: true})

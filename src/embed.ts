/**
 * For pages and tag managers that take classic scripts only: loads the module from beside itself. Built into a function, as
 * a classic script's names would be the page's. `import()` passes the nonce of this script on, and loads a module once.
 */
const {src} = document.currentScript as HTMLScriptElement // null in a module, which needs no second file
void import(/* @vite-ignore */ new URL('contact-signup.js', src).href)

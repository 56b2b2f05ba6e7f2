/** Mounts the page, or hydrates it if a server has rendered it: at once, or as `#wait` says, when the test calls `mount`. */
import {createElement} from 'react'
import {createRoot, hydrateRoot} from 'react-dom/client'
import {Page} from './page.ts'

declare global {
  var mount: () => void
}

globalThis.mount = () => {
  const root = document.querySelector('#root')!
  if (root.hasChildNodes()) hydrateRoot(root, createElement(Page))
  else createRoot(root).render(createElement(Page))
}
if (location.hash !== '#wait') mount()

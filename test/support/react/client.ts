/** Mounts the page, or hydrates it if a server has rendered it: at once, or as `#wait` says, when the test calls `mount`. */
import {createElement} from 'react'
import {createRoot, hydrateRoot} from 'react-dom/client'
import {Page} from './page.ts'

declare global {
  var mount: () => void
}

globalThis.mount = () => {
  const root = document.querySelector('#root')!
  const page = createElement(Page, {lang: new URLSearchParams(location.search).get('lang') ?? undefined})
  if (root.hasChildNodes()) hydrateRoot(root, page)
  else createRoot(root).render(page)
}
if (location.hash !== '#wait') mount()

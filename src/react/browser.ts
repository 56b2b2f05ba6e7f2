/** `#react` in a browser: defines the tag, and renders no template of its shadow root. */
import {defineContactSignup} from '../element/define.ts'

defineContactSignup()

// What the parser has left, as in browsers without declarative shadow roots, React would take for a mistake.
if (typeof document !== 'undefined')
  for (const template of document.querySelectorAll('contact-signup > template[shadowrootmode]')) template.remove()

export const renderTemplate = (): undefined => undefined

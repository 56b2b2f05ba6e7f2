/** `#react` in Node, which also runs tests with a document. */
import {defineContactSignup} from '../element/define.ts'

defineContactSignup()

export {renderTemplate} from './template.ts'

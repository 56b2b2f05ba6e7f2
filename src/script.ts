/** The file for a script tag: registers `<contact-signup>`, exports nothing. */
import {defineContactSignup} from './element/define.ts'

defineContactSignup()

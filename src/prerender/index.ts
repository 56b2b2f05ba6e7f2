/** The package's entry `contact-signup/prerender`, for any server with Web standards. */
export type {PrerenderOptions} from './options.ts'
export {prerenderPage} from './page.ts'
export {prerender, prerenderShadow, prerenderShadowSync} from './prerender.ts'
export {prerenderedStyles} from './prerendered.styles.ts'
export {prerenderAnswer, type RefusedForm} from './answer.ts'

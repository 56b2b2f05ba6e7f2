import type {RefusedForm} from 'contact-signup/prerender'

/** Renders a prerendered form that was posted without script again. `styles` is the text of its style element. */
export type RenderAnswer = (form: RefusedForm) => Promise<{html: string; styles: string}>

/** Loads the renderer with the first form: most proxies never see one. */
export const renderAnswer: RenderAnswer = async form => (await import('contact-signup/prerender')).prerenderAnswer(form)

/** The package's entry `contact-signup/vite`. */
import {prerenderPage} from 'contact-signup/prerender'
import type {Plugin} from 'vite'

export interface PrerenderSignupOptions {
  /** URL of `contact-signup.css`, for a policy without inline styles; without it the styles are in a style element. */
  stylesheet?: string
}

/** Prerenders every `<contact-signup>` in the HTML files of a Vite project, when it is built and in the dev server. */
export function prerenderSignup({stylesheet}: PrerenderSignupOptions = {}): Plugin {
  return {
    name: 'contact-signup:prerender',
    transformIndexHtml: {
      order: 'post', // after Vite and other plugins, which may insert tags, and would process the style element
      handler: html => prerenderPage(html, {stylesheet}),
    },
  }
}

import {prerenderPage} from 'contact-signup/prerender'

export function handle({event, resolve}) {
  let page = ''
  return resolve(event, {
    transformPageChunk({html, done}) {
      page += html
      return done ? prerenderPage(page) : ''
    },
  })
}

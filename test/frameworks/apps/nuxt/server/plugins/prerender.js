import {prerenderPage} from 'contact-signup/prerender'

export default defineNitroPlugin(({hooks}) => {
  hooks.hook('render:response', async response => {
    if (typeof response.body === 'string') response.body = await prerenderPage(response.body)
  })
})

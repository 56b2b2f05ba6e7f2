import {defineMiddleware} from 'astro:middleware'
import {prerenderPage} from 'contact-signup/prerender'

export const onRequest = defineMiddleware(async (context, next) => {
  const response = await next()
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response
  return new Response(await prerenderPage(await response.text()), response)
})

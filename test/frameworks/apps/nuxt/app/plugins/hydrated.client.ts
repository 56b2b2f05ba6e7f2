/** For the tests: handlers are called from now on. */
export default defineNuxtPlugin(({hook}) => {
  hook('app:suspense:resolve', () => document.body.classList.add('hydrated'))
})

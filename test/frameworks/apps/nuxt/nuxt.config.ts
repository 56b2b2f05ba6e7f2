export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  telemetry: false,
  app: {head: {htmlAttrs: {lang: 'de'}}},
  vue: {compilerOptions: {isCustomElement: tag => tag === 'contact-signup'}},
})

import type {InlineConfig} from 'vite'

/** Builds `embed.js`, a classic script. */
export const embedBundle = (): InlineConfig => ({
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  build: {
    target: 'es2022',
    emptyOutDir: false,
    lib: {entry: 'src/embed.ts', formats: ['iife'], name: 'contactSignup', fileName: () => 'embed.js'},
  },
})

import {build} from 'esbuild'

/** Bundles a Worker as Wrangler does (https://developers.cloudflare.com/workers/wrangler/bundling/). */
export async function bundleWorker(input: {entry: string} | {code: string; folder: string}): Promise<string> {
  const {outputFiles} = await build({
    ...('entry' in input
      ? {entryPoints: [input.entry]}
      : {stdin: {contents: input.code, resolveDir: input.folder, sourcefile: 'worker.js'}}),
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
    tsconfigRaw: '{}', // the project's own would have the package's name mean its sources
    logLevel: 'error',
  })
  return outputFiles[0]!.text // one entry gives one file
}

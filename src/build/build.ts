/**
 * `npm run build`: writes into dist the script tag's files, the modules of the package, the bundle that prerenders, and the
 * plugin for WordPress.
 */
import {execSync} from 'node:child_process'
import {cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {build} from 'vite'
import {bundlePackages} from './bundle-packages.ts'
import {createCssData, createHtmlData, createWebTypes} from './editor-data.ts'
import {embedBundle} from './embed.ts'
import {createIntegrity} from './integrity.ts'
import {createManifest, readElement} from './manifest.ts'
import {minifyModule} from './minify-literals.ts'
import {prerenderBundle} from './prerender-bundle.ts'
import {createWordPressPlugin} from './wordpress.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const {name, version, dependencies, peerDependencies} = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string
  version: string
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
}

await build({logLevel: 'warn'})
execSync('npx tsc -p src', {stdio: 'inherit'})
await minifyTemplates()
cpSync('src/types', 'dist/types', {recursive: true})
// Of the bundle's modules only the types are used. The folders in it stay: the command imports the bundle as any program does.
for (const file of globSync('dist/prerender/*.js')) rmSync(file)
await build(prerenderBundle())
await bundlePackages(new Set([name, ...Object.keys({...dependencies, ...peerDependencies})]))
await build(embedBundle())
await writeStyleSheet()
writeElementData()
await writeDescriptions()
writeFileSync('dist/integrity.json', JSON.stringify(createIntegrity('dist')))
mkdirSync('dist/wordpress')
writeFileSync('dist/wordpress/contact-signup.zip', createWordPressPlugin(version))

/** Lit hydrates a template only if its text is that of the one that was prerendered, which is minified. */
async function minifyTemplates(): Promise<void> {
  for (const file of globSync('dist/element/**/*.js')) {
    const minified = await minifyModule(readFileSync(file, 'utf8'), file)
    if (minified) writeFileSync(file, minified.code)
  }
}

/** The styles of prerendered forms, for pages whose policy forbids style elements. */
async function writeStyleSheet(): Promise<void> {
  const {prerenderedStyles} = (await import('contact-signup/prerender')) as {prerenderedStyles: string}
  writeFileSync('dist/contact-signup.css', prerenderedStyles)
}

/** What tools and editors read about the element. */
function writeElementData(): void {
  const element = readElement()
  const files = {
    'custom-elements': createManifest(element),
    'vscode.html-data': createHtmlData(element),
    'vscode.css-data': createCssData(element),
    'web-types': createWebTypes(element, {name, version}),
  }
  for (const [file, data] of Object.entries(files))
    writeFileSync(`dist/${file}.json`, `${JSON.stringify(data, null, 2)}\n`)
}

/**
 * For language models, for clients of the proxy, and for editors of the file of its forms. Imported late: they need the
 * numbering plans that were built.
 */
async function writeDescriptions(): Promise<void> {
  const {createLlmsText} = await import('./llms.ts')
  const {createOpenApi} = await import('./openapi.ts')
  const {createFormsSchema} = await import('../proxy/config/form-schema.ts')
  const {version, description} = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>
  writeFileSync('dist/llms.txt', createLlmsText(readElement(), description!))
  writeFileSync('dist/openapi.json', `${JSON.stringify(createOpenApi(version!), null, 2)}\n`)
  writeFileSync('dist/forms.schema.json', `${JSON.stringify(createFormsSchema(), null, 2)}\n`)
}

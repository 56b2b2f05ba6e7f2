import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** The time zone of no country: elsewhere the form would take the country of the machine for that of its visitor. */
export const TZ = 'UTC'

/** A Chromium, and its arguments: no network of its own, and no sandbox because root may run it. */
export interface Browser {
  executablePath: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** Whether it fills in forms by itself, which a headless shell cannot. */
  hasAutofill: boolean
}

const installedPaths = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The headless shell from an npm package, which takes half the processor time of a whole Chromium. The machine's own
 * Chromium in CI, where `CHROME_PATH` names it, where the package has no program, and where a test asks for it.
 */
export async function findBrowser({whole = Boolean(process.env.CI || process.env.CHROME_PATH)} = {}): Promise<Browser> {
  const installed = installedPaths.find(path => path && existsSync(path))
  if (installed && (whole || process.platform !== 'linux'))
    return {executablePath: installed, args, env: {...process.env, TZ}, hasAutofill: true}
  return (headlessShell ??= unpackHeadlessShell())
}

let headlessShell: Promise<Browser> | undefined // the package sets up the environment once a process

/** Unpacks the package's program into the project's cache, once. */
async function unpackHeadlessShell(): Promise<Browser> {
  const cache = fileURLToPath(new URL('../../../.cache/chromium', import.meta.url))
  mkdirSync(cache, {recursive: true})
  const own = {...process.env}
  process.env.TMPDIR = cache // the package unpacks into os.tmpdir()
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x' // makes it bring its own system libraries
  const {default: chromium} = await import('@sparticuz/chromium')
  chromium.setGraphicsMode = false
  const executablePath = await chromium.executablePath()
  const env = {...process.env, TZ, FONTCONFIG_FILE: writeFontsConfiguration(cache)}
  restoreEnvironment(own) // no other browser may load those libraries
  return {executablePath, args: [...args, '--no-zygote'], env, hasAutofill: false}
}

function restoreEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
}

/** The package looks for its fonts in fixed folders; without any font, a page shows no text and measures wrong. */
function writeFontsConfiguration(cache: string): string {
  const file = join(cache, 'fonts.conf')
  const folders = [join(cache, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts', '/System/Library/Fonts']
  const directories = folders.map(folder => `<dir>${folder}</dir>`).join('')
  writeFileSync(file, `<fontconfig>${directories}<cachedir>${join(cache, 'fonts-cache')}</cachedir></fontconfig>\n`)
  return file
}

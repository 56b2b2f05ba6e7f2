import {existsSync, globSync} from 'node:fs'
import type {BrowserLauncher} from '@web/test-runner'
import {chromeLauncher} from '@web/test-runner-chrome'
import {findBrowser, TZ} from './browser.ts'
import {WebDriverLauncher} from './webdriver-launcher.ts'
import {startWebKit} from './webkit.ts'

/** A browser engine. Nearly every browser has one of these three. */
export interface Engine {
  name: 'Chromium' | 'Firefox' | 'WebKit'
  /** How to install it. */
  install: string
  launcher: BrowserLauncher | undefined
}

/** All three, with a launcher if this machine has the engine. */
export async function findEngines(): Promise<Engine[]> {
  return [
    {name: 'Chromium', install: 'apt-get install chromium, or set CHROME_PATH', launcher: await findChromium()},
    {name: 'Firefox', install: 'apt-get install firefox-esr, or set FIREFOX_PATH', launcher: findFirefox()},
    {name: 'WebKit', install: 'apt-get install webkit2gtk-driver xvfb', launcher: findWebKit()},
  ]
}

async function findChromium(): Promise<BrowserLauncher | undefined> {
  const browser = await findBrowser().catch(() => undefined) // the one from npm runs on Linux alone
  if (!browser) return
  const {executablePath, args, env} = browser
  return named('Chromium', chromeLauncher({launchOptions: {executablePath, args, env}}))
}

function findFirefox(): BrowserLauncher | undefined {
  const executablePath = firstOf(
    process.env.FIREFOX_PATH,
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  )
  if (!executablePath) return
  return named(
    'Firefox',
    chromeLauncher({
      launchOptions: {browser: 'firefox', executablePath, env: {...process.env, TZ}},
      createPage: createFocusedPage,
    }),
  )
}

type CreatePage = NonNullable<NonNullable<Parameters<typeof chromeLauncher>[0]>['createPage']>

/**
 * Once the Tab key has moved the focus from a page to Firefox's toolbars, no click brings it back, but bringing the page
 * to the front does. So each test file brings its page there, from behind the empty page that a browser starts with.
 */
const createFocusedPage: CreatePage = async ({browser, context}) => {
  const page = await context.newPage()
  const goto = page.goto.bind(page)
  page.goto = async (...to) => {
    for (const each of await browser.pages()) await each.bringToFront()
    return goto(...to)
  }
  return page
}

function findWebKit(): BrowserLauncher | undefined {
  const browser = firstOf(...globSync('/usr/{lib/*,lib,libexec}/webkit2gtk-4.*/MiniBrowser'))
  const driver = firstOf('/usr/bin/WebKitWebDriver')
  const screen = firstOf('/usr/bin/Xvfb')
  if (!browser || !driver || !screen) return
  return new WebDriverLauncher('WebKit', () => startWebKit({browser, driver, screen}))
}

const firstOf = (...places: (string | undefined)[]): string | undefined =>
  places.find(place => place && existsSync(place))

/** The launcher calls itself Chrome, whichever browser it starts. */
function named(name: Engine['name'], launcher: BrowserLauncher): BrowserLauncher {
  launcher.name = name
  return launcher
}

import type {BrowserLauncher, SessionResult} from '@web/test-runner'

/** Keys that type no character, by their WebDriver code points: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const keyCodes: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
}
const buttons = {left: 0, middle: 1, right: 2}
type Click = {button?: keyof typeof buttons | undefined} | undefined

/** A running WebDriver and the capabilities that it is asked for. */
export interface Driver {
  address: string
  capabilities: Record<string, unknown>
  stop(): Promise<void>
}

/**
 * Launches a browser through WebDriver. `@web/test-runner-webdriver` brings 200 packages, two of which download drivers
 * during installation, and supports neither held keys nor viewports. The type is `playwright` because
 * `@web/test-runner-commands` then calls `getPage()` for keys, mouse and viewport.
 */
export class WebDriverLauncher implements BrowserLauncher {
  readonly type = 'playwright'
  readonly name: string
  readonly #start: () => Promise<Driver>
  readonly #urls = new Map<string, string>()
  #driver: Driver | undefined
  #session = ''

  constructor(name: string, start: () => Promise<Driver>) {
    this.name = name
    this.#start = start
  }

  async startSession(id: string, url: string): Promise<void> {
    if (!this.#driver) await this.#open()
    this.#urls.set(id, url)
    await this.#viewport(800, 600)
    await this.#command('POST', '/url', {url})
  }

  async stopSession(id: string): Promise<SessionResult> {
    this.#urls.delete(id)
    await this.#command('DELETE', '/actions')
    await this.#command('POST', '/url', {url: 'about:blank'}) // stops the page's scripts
    return {}
  }

  isActive(id: string): boolean {
    return this.#urls.has(id)
  }

  async getBrowserUrl(): Promise<string | undefined> {
    return this.#command('GET', '/url').then(String, () => undefined) // it has crashed
  }

  async startDebugSession(): Promise<void> {
    throw new Error(`${this.name} has no debugger here`)
  }

  async stop(): Promise<void> {
    if (this.#session) await this.#command('DELETE', '')
    await this.#driver?.stop()
  }

  /** The part of Playwright's page that the commands use. */
  getPage() {
    return {
      keyboard: {
        type: (text: string) => this.#keys([...text].flatMap(press)),
        press: (key: string) => this.#keys(press(key)),
        down: (key: string) => this.#keys([{type: 'keyDown', value: keyOf(key)}]),
        up: (key: string) => this.#keys([{type: 'keyUp', value: keyOf(key)}]),
      },
      mouse: {
        move: (x: number, y: number) => this.#mouse([move(x, y)]),
        click: (x: number, y: number, click: Click) =>
          this.#mouse([move(x, y), button('pointerDown', click), button('pointerUp', click)]),
        down: (click: Click) => this.#mouse([button('pointerDown', click)]),
        up: (click: Click) => this.#mouse([button('pointerUp', click)]),
      },
      setViewportSize: ({width, height}: {width: number; height: number}) => this.#viewport(width, height),
    }
  }

  async #open(): Promise<void> {
    this.#driver = await this.#start()
    const {capabilities} = this.#driver
    const {sessionId} = (await call(`${this.#driver.address}/session`, 'POST', {
      capabilities: {alwaysMatch: capabilities},
    })) as {sessionId: string}
    this.#session = sessionId
  }

  async #command(method: string, path: string, body?: unknown): Promise<unknown> {
    return call(`${this.#driver!.address}/session/${this.#session}${path}`, method, body)
  }

  async #keys(actions: object[]): Promise<void> {
    await this.#command('POST', '/actions', {actions: [{type: 'key', id: 'keyboard', actions}]})
  }

  async #mouse(actions: object[]): Promise<void> {
    await this.#command('POST', '/actions', {
      actions: [{type: 'pointer', id: 'mouse', parameters: {pointerType: 'mouse'}, actions}],
    })
  }

  /** Throws if the size is impossible. */
  async #viewport(width: number, height: number): Promise<void> {
    // A window that still changes from the last time gives a wrong difference.
    for (let resized = 0; resized < 3; resized += 1) {
      await this.#resize(width, height)
      for (let attempt = 0; attempt < 100; attempt += 1)
        if (String(await this.#inner()) === `${width},${height}`) return
    }
    throw new Error(`${this.name}: a viewport of ${width}×${height} becomes one of ${(await this.#inner()).join('×')}`)
  }

  /** Resizes the window by the difference: only the page knows how wide toolbars and borders are. */
  async #resize(width: number, height: number): Promise<void> {
    const [innerWidth, innerHeight] = await this.#inner()
    const rect = (await this.#command('GET', '/window/rect')) as {width: number; height: number}
    await this.#command('POST', '/window/rect', {
      width: rect.width + width - innerWidth,
      height: rect.height + height - innerHeight,
    })
  }

  /** Tries again while a navigation is under way. */
  async #inner(attempts = 20): Promise<[width: number, height: number]> {
    try {
      return (await this.#command('POST', '/execute/sync', {script: 'return [innerWidth, innerHeight]', args: []})) as [
        number,
        number,
      ]
    } catch (error) {
      if (attempts === 0 || !/unload|no such (?:frame|window)/.test(String(error))) throw error
      return this.#inner(attempts - 1)
    }
  }
}

const keyOf = (key: string): string => keyCodes[key] ?? key
const press = (key: string): object[] => ['keyDown', 'keyUp'].map(type => ({type, value: keyOf(key)}))
const move = (x: number, y: number): object => ({type: 'pointerMove', duration: 0, x, y})
const button = (type: string, click: Click): object => ({type, button: buttons[click?.button ?? 'left']})

/** Sends one WebDriver command. Returns the response's value, or throws its error. */
async function call(url: string, method: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {method, ...(body !== undefined && {body: JSON.stringify(body)})})
  const {value} = (await response.json()) as {value: {error?: string; message?: string}}
  if (!response.ok) throw new Error(`WebDriver: ${value.error} ${value.message} (${method} ${new URL(url).pathname})`)
  return value
}

import type {Browser, Page} from 'playwright-core'
import {password} from './wordpress.ts'

/** A user of WordPress, in a browser of their own. */
export class User {
  readonly page: Page
  readonly origin: string

  private constructor(page: Page, origin: string) {
    this.page = page
    this.origin = origin
  }

  static async logIn(browser: Browser, origin: string, name: string): Promise<User> {
    const context = await browser.newContext()
    // Posted, because the page's script moves the focus while one types.
    const form = {log: name, pwd: password, redirect_to: '/wp-admin/profile.php'} // the dashboard reads feeds
    const response = await context.request.post(`${origin}/wp-login.php`, {form})
    if (!response.url().endsWith('/profile.php')) throw new Error(`${name} is not logged in: ${response.url()}`)
    return new User(await context.newPage(), origin)
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.origin + path)
  }

  async uploadPlugin(zip: string): Promise<void> {
    await this.open('/wp-admin/plugin-install.php?tab=upload')
    await this.page.locator('#pluginzip').setInputFiles(zip)
    await this.page.locator('#install-plugin-submit').click()
    await this.page.getByText('Activate Plugin').click()
    await this.page.getByText('Plugin activated.').waitFor()
  }

  async deletePlugin(plugin: string): Promise<void> {
    await this.open('/wp-admin/plugins.php')
    await this.page.locator(`#deactivate-${plugin}`).click()
    await this.page.getByText('Plugin deactivated.').waitFor()
    await this.page.waitForLoadState() // a script takes the next link over
    this.page.once('dialog', dialog => void dialog.accept())
    await this.page.locator(`#delete-${plugin}`).click()
    await this.page.locator(`tr.deleted[data-slug="${plugin}"]`).waitFor()
  }

  /** Fills in and saves the plugin's settings; the others keep their values. Returns the notices. */
  async saveSettings(settings: Record<string, string>): Promise<string[]> {
    await this.open('/wp-admin/options-general.php?page=contact_signup')
    for (const [name, value] of Object.entries(settings))
      await this.page.locator(`[name="contact_signup[${name}]"]`).fill(value)
    await this.page.locator('#submit').click()
    await this.page.locator('.settings-error').first().waitFor()
    return this.page.locator('.settings-error').allInnerTexts()
  }

  /** Publishes a post in the classic editor, and returns its URL. */
  async publishPost(text: string): Promise<string> {
    await this.open('/wp-admin/post-new.php')
    await this.page.locator('#title').fill('A post')
    await this.page.locator('#content-html').click()
    await this.page.locator('#content').fill(text)
    await this.page.locator('#publish').click()
    return (await this.page.locator('#message a').getAttribute('href'))!
  }

  /** Publishes a page with one block in the block editor, and returns its URL. */
  async publishBlock(name: string, attributes: object, innerText: string): Promise<string> {
    await this.openBlockEditor(name)
    await this.insertBlock(name, attributes, innerText)
    return this.page.evaluate(async () => {
      const {data} = window.wp
      data.dispatch('core/editor').editPost({title: 'A page', status: 'publish'})
      await data.dispatch('core/editor').savePost()
      return data.select('core/editor').getPermalink()
    })
  }

  /** Opens the block editor for a new page, without the guide that covers it, when the block is registered. */
  async openBlockEditor(name: string): Promise<void> {
    await this.open('/wp-admin/post-new.php?post_type=page')
    await this.page.waitForFunction(type => Boolean(window.wp?.blocks?.getBlockType(type)), name)
    await this.page.evaluate(() =>
      window.wp.data.dispatch('core/preferences').set('core/edit-post', 'welcomeGuide', false),
    )
  }

  /** Inserts a block with a heading in it, and selects it. */
  async insertBlock(name: string, attributes: object, innerText: string): Promise<void> {
    await this.page.evaluate(
      ({name, attributes, innerText}) => {
        const {blocks, data} = window.wp
        const inner = blocks.createBlock('core/heading', {content: innerText})
        data.dispatch('core/block-editor').insertBlock(blocks.createBlock(name, attributes, [inner]))
      },
      {name, attributes, innerText},
    )
  }

  /** Reads the help of the selected block's options by their labels, as screen readers do, once there is the option `first`. */
  async readHelp(first: string): Promise<Record<string, string>> {
    const inspector = this.page.locator('.block-editor-block-inspector')
    await inspector.getByLabel(first, {exact: true}).waitFor()
    return inspector.locator('input').evaluateAll((inputs: HTMLInputElement[]) => {
      const textOf = (id: string | null) => document.getElementById(id ?? '')?.textContent ?? ''
      return Object.fromEntries(
        inputs.map(input => [input.labels![0]!.textContent!, textOf(input.getAttribute('aria-describedby'))]),
      )
    })
  }

  /** Searches the open block editor's inserter for a word, and waits for the block among the results. */
  async findBlock(name: string, word: string): Promise<void> {
    const search = this.page.getByRole('searchbox')
    if (!(await search.isVisible())) await this.page.getByRole('button', {name: 'Toggle block inserter'}).click()
    await search.fill('no block has this name')
    await this.page.getByText('No results found').first().waitFor()
    await search.fill(word)
    await this.page.locator(`.editor-block-list-item-${name.replace('/', '-')}`).waitFor({timeout: 10_000})
  }
}

/** What the block editor's script offers to pages. */
declare global {
  interface Window {
    wp: {
      blocks: {
        getBlockType(name: string): object | undefined
        createBlock(name: string, attributes: object, inner?: object[]): object
      }
      data: {
        dispatch(store: string): Record<
          'insertBlock' | 'editPost' | 'savePost',
          (argument?: object) => Promise<void>
        > & {
          set(scope: string, name: string, value: unknown): void
        }
        select(store: string): Record<'getPermalink', () => string>
      }
    }
  }
}

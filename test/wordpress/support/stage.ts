import type {TestContext} from 'node:test'
import type {Browser} from 'playwright-core'
import type {ContactApi} from '../../support/contact-api.ts'
import {openBrowser} from '../../support/page/visitor.ts'
import {startSite} from '../../support/servers/site.ts'
import {User} from './user.ts'
import {admin, password, startWordPress, type WordPress} from './wordpress.ts'

/** Runs one test, which may need what the ones before it have done. */
export type Check = (title: string, run: () => Promise<void>) => Promise<void>

/** A WordPress without the plugin yet, its users, and the proxy that its forms post to. */
export interface Stage {
  browser: Browser
  wordpress: WordPress
  administrator: User
  /** May publish posts, but not write any HTML. */
  author: User
  /** URL of the proxy. */
  endpoint: string
  api: ContactApi
}

/** Closes all that it opens after the test. */
export async function openStage(test: TestContext, build: string, php: string): Promise<Stage> {
  const browser = await openBrowser()
  test.after(() => browser.close())
  const wordpress = await startWordPress(build, php)
  test.after(() => wordpress.close())
  const {origin} = wordpress
  const site = await startSite(['/api/signup'], {allowedOrigins: [origin], allowedTags: ['letter']})
  test.after(() => site.close())
  await wordpress.run(`wp_create_user( 'author', '${password}', 'author@example.com' );
    get_user_by( 'login', 'author' )->set_role( 'author' );`)
  return {
    browser,
    wordpress,
    administrator: await User.logIn(browser, origin, admin),
    author: await User.logIn(browser, origin, 'author'),
    endpoint: `${site.origin}/api/signup`,
    api: site.apis['/api/signup']!,
  }
}

export const htmlOf = async (url: string): Promise<string> => (await fetch(url)).text()

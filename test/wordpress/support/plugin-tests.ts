import assert from 'node:assert/strict'
import {test} from 'node:test'
import {testAuthoring} from './author-tests.ts'
import {testForm} from './form-tests.ts'
import {testHostileInput} from './hostile-tests.ts'
import {testDeletion, testSettings} from './settings-tests.ts'
import {openStage, type Check} from './stage.ts'
import {isInstalled} from './wordpress.ts'

interface Versions {
  /** Version of WordPress. */
  wordpress: string
  /** Name of its build in the package. */
  build: string
  php: string
}

/** Tests the built plugin in a WordPress that is installed for it. */
export function testPlugin({wordpress: version, build, php}: Versions): void {
  const skip = isInstalled() ? false : 'WordPress is not installed: run npm run test:wordpress'
  test(`the plugin in WordPress ${version} on PHP ${php}`, {skip}, async context => {
    const stage = await openStage(context, build, php)
    const check: Check = (title, run) => context.test(title, run)
    await check('runs in these versions', async () => {
      const versions = await stage.wordpress.run(`echo get_bloginfo( 'version' ), ' ', PHP_VERSION;`)
      assert.match(versions, new RegExp(`^${version}[.-]\\S+ ${php}[.]`))
    })
    await testSettings(check, stage)
    await testForm(check, stage)
    await testAuthoring(check, stage)
    await testHostileInput(check, stage)
    await testDeletion(check, stage)
    await check('causes no error, warning or notice of PHP', async () => assert.equal(stage.wordpress.readLog(), ''))
  })
}

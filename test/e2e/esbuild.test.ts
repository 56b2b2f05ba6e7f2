import assert from 'node:assert/strict'
import {globSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {after, test} from 'node:test'
import {build} from 'esbuild'
import {installPackage} from '../support/install-package.ts'
import {useBrowser, Visitor} from '../support/page/visitor.ts'
import {useSite} from '../support/servers/site.ts'

const browser = await useBrowser()
const folder = join(process.cwd(), '.cache/esbuild-site')
rmSync(folder, {recursive: true, force: true})
mkdirSync(folder, {recursive: true})
after(() => rmSync(folder, {recursive: true}))
installPackage(folder)

test('a page that esbuild has bundled loads the language and all late parts, and sends a lead', async () => {
  writeFileSync(join(folder, 'main.js'), `import 'contact-signup'`)
  const {warnings} = await build({
    entryPoints: [join(folder, 'main.js')],
    outdir: join(folder, 'out'),
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    logLevel: 'silent',
  })
  assert.deepEqual(warnings, [])
  const site = await useSite()
  for (const file of globSync(`${folder}/out/*.js`))
    site.put(`/${relative(join(folder, 'out'), file)}`, readFileSync(file, 'utf8'), {'content-type': 'text/javascript'})
  const visitor = await Visitor.visit(
    browser,
    site.put(
      '/',
      `<!doctype html><html lang="de"><meta charset="utf-8"><title>t</title>
      <contact-signup country="AT" terms-url="/terms"><label slot="fields">Zimmer <input name="room"></label></contact-signup>
      <script type="module" src="/main.js"></script>`,
    ),
  )
  await visitor.page.getByRole('button', {name: 'Anmelden'}).waitFor()
  await visitor.type('email', 'ada@example.com')
  await visitor.type('phone', '0664 1234567')
  await visitor.page.getByLabel('Zimmer').fill('Meerblick')
  await visitor.control('gdpr_accept_terms').check()
  await visitor.button.click()
  await visitor.part('success').waitFor()
  const [{body} = assert.fail('no lead')] = site.apis['/api/signup']!.requests
  const {email, phone_countrycode, phone_number, language, room} = body
  assert.deepEqual(
    {email, phone_countrycode, phone_number, language, room},
    {
      email: 'ada@example.com',
      phone_countrycode: '43',
      phone_number: '6641234567',
      language: 'DE',
      room: 'Meerblick',
    },
  )
  assert.deepEqual(visitor.faults, [])
  await visitor.leave()
})

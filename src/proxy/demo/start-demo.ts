import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {mkdtempSync, rmSync} from 'node:fs'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Environment} from '../config/configuration-error.ts'
import {proxySettings} from '../config/settings.ts'
import {startProxy, type ProxyServer} from '../node.ts'
import {createHttpServer} from '../server/server.ts'
import {createStandInHandler, type StandInOptions} from '../stand-in/contact-api.ts'
import {requireDemoEnvironment, toDemoEnvironment} from './demo-environment.ts'
import {createStartPage} from './start-page.ts'

/**
 * Starts the proxy with a stand-in for the contact API, an outbox in a temporary folder, and a page with the form at `/`.
 * Throws `ConfigurationError`.
 * @param onContact called with each contact that the stand-in creates
 */
export async function startDemo(env: Environment, onContact: StandInOptions['onContact']): Promise<ProxyServer> {
  requireDemoEnvironment(env)
  const account = {accountId: 'demo', accountSecret: randomBytes(24).toString('hex')}
  const folder = createTemporaryFolder()
  const api = await startStandIn({...account, onContact})
  const path = proxySettings.path.text.safeParse(env.SIGNUP_PATH?.trim() || undefined).data ?? '' // refused below
  const release = () => {
    api.close()
    folder.remove()
  }
  try {
    const demoEnv = toDemoEnvironment(env, {
      CONTACT_API_URL: api.url,
      CONTACT_ACCOUNT_ID: account.accountId,
      CONTACT_ACCOUNT_SECRET: account.accountSecret,
      OUTBOX: `file:${join(folder.path, 'outbox.db')}`,
    })
    const proxy = await startProxy(demoEnv, {respond: createStartPage(path)})
    return {...proxy, close: () => proxy.close().finally(release)}
  } catch (error) {
    release()
    throw error
  }
}

/** A folder for the outbox, which is removed when the process exits, at the latest. */
function createTemporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'contact-signup-demo-'))
  const remove = () => rmSync(path, {recursive: true, force: true})
  process.once('exit', remove)
  return {path, remove}
}

async function startStandIn(options: StandInOptions) {
  const server = createHttpServer(createStandInHandler(options), () => {})
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const {port} = server.address() as AddressInfo // it listens on TCP
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return {url: `http://127.0.0.1:${port}`, close}
}

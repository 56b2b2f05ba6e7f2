import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {suite, test} from 'node:test'
import {Ajv} from 'ajv'
import {isIPv4} from 'node:net'
import ipaddr from 'ipaddr.js'
import {parse} from 'yaml'
import {readConfiguration} from '../../../src/proxy/config/read-configuration.ts'
import {operationPaths} from '../../../src/proxy/server/operations.ts'
import {findUnknownSettings, secretFiles} from './settings.ts'

interface Service {
  build?: {dockerfile: string}
  environment: Record<string, string>
  secrets: string[]
  networks: Record<string, {ipv4_address?: string}>
  healthcheck: {test: string[]}
  stop_grace_period: string
  volumes: string[]
  depends_on: string[]
}

interface Compose {
  services: Record<string, Service>
  secrets: Record<string, {file: string}>
  networks: Record<string, {ipam?: {config: {subnet: string; ip_range: string}[]}}>
}

const read = (file: string) => readFileSync(`src/proxy/deploy/${file}`, 'utf8')
const text = read('compose.yaml')
const compose = parse(text, {merge: true}) as Compose
const {services} = compose
const proxies = Object.keys(services).filter(name => name.startsWith('proxy-'))
/** As Compose replaces the variables of the file `.env`. */
const variables: Record<string, string> = {
  CONTACT_API_URL: 'https://api.example.com',
  CONTACT_ACCOUNT_ID: 'account-1',
  ALLOWED_ORIGINS: 'https://www.example.com',
}
const environmentOf = ({environment}: Service) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{(\w+):\?\}/g, (_, variable: string) => variables[variable]!),
    ]),
  )

suite('compose.yaml', () => {
  test('is valid by the schema of the Compose specification', () => {
    const schema = JSON.parse(readFileSync('node_modules/dclint/schemas/compose.schema.json', 'utf8')) as object
    // The schema names its draft with https, which Ajv does not know, and uses formats of Go.
    const validate = new Ajv({strict: false, validateFormats: false}).compile({...schema, $schema: undefined})
    assert.ok(validate(compose), JSON.stringify(validate.errors))
    assert.ok(!validate({...compose, services: {proxy: {...services['proxy-1'], stop_grace_periods: '20s'}}}))
  })

  test('has three proxies, which Caddy knows by their names', () => {
    assert.deepEqual(proxies, ['proxy-1', 'proxy-2', 'proxy-3'])
    assert.match(read('Caddyfile'), new RegExp(`reverse_proxy ${proxies.map(name => `${name}:8787`).join(' ')} `))
    assert.deepEqual(services.caddy!.depends_on, proxies)
  })

  test('sets valid settings of the proxy only, from files and variables that it says', () => {
    for (const name of proxies) {
      const service = services[name]!
      const env = environmentOf(service)
      assert.deepEqual(findUnknownSettings(env), [])
      readConfiguration({...env, ...secretFiles(env)}, operationPaths)
      const files = Object.entries(env).filter(([variable]) => variable.endsWith('_FILE'))
      assert.deepEqual(
        files.map(([, path]) => path.replace('/run/secrets/', '')),
        service.secrets,
      )
    }
    for (const [name, {file}] of Object.entries(compose.secrets)) {
      assert.equal(file, `secrets/${name}`)
      assert.ok(new RegExp(`^#   ${name} `, 'm').test(text), `${name} is not explained`)
    }
  })

  test("trusts Caddy's address, which no other container can get", () => {
    const address = services.caddy!.networks.proxies!.ipv4_address!
    assert.ok(isIPv4(address))
    const [{subnet, ip_range: range}] = compose.networks.proxies!.ipam!.config as [{subnet: string; ip_range: string}]
    const isIn = (cidr: string) => ipaddr.parse(address).match(ipaddr.parseCIDR(cidr))
    assert.deepEqual([isIn(subnet), isIn(range)], [true, false])
    for (const name of proxies) assert.equal(services[name]!.environment.TRUSTED_PROXIES, `${address}/32`)
  })

  test('kills a proxy only after its drain time and the ten seconds in which it exits', () => {
    for (const name of proxies) {
      const {stop_grace_period: grace, environment} = services[name]!
      assert.ok(Number(grace.replace(/s$/, '')) >= Number(environment.DRAIN_TIME) + 10 + 5)
    }
  })

  test('drains a proxy for longer than Caddy takes to notice', () => {
    const seconds = (setting: string) => Number(new RegExp(`${setting} (\\d+)s`).exec(read('Caddyfile'))![1])
    const noticed = seconds('health_interval') + seconds('health_timeout')
    for (const name of proxies) assert.ok(Number(services[name]!.environment.DRAIN_TIME) > noticed)
  })

  test('builds the image from the file that the package contains', () =>
    assert.ok(read(services['proxy-1']!.build!.dockerfile).includes('contact-signup')))
})

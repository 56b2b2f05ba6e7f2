import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {after, before, suite, test} from 'node:test'
import {parse} from 'yaml'
import {startProxy, type ProxyServer} from '../../src/proxy/node.ts'
import {freshPath} from '../support/outbox.ts'

const read = (name: string) => readFileSync(`src/proxy/deploy/${name}`, 'utf8')

interface Rules {
  groups: {rules: {alert: string; expr: string; labels: {severity: string}; annotations: {summary: string}}[]}[]
}
interface Dashboard {
  panels: {id: number; title: string; targets: {expr: string}[]}[]
}

const {rules} = (parse(read('alert-rules.yaml')) as Rules).groups[0]!
const {panels} = JSON.parse(read('dashboard.json')) as Dashboard
const expressions: [name: string, expression: string][] = [
  ...rules.map(({alert, expr}) => [`the alert ${alert}`, expr] as [string, string]),
  ...panels.flatMap(({title, targets}) => targets.map(({expr}) => [`the panel ${title}`, expr] as [string, string])),
]

/** The metrics that an expression reads, each with the label values that it selects. */
function selectorsOf(expression: string) {
  return [...expression.matchAll(/\b((?:contact_signup|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, metric, matchers = '']) => ({
      metric: metric!,
      labels: [...matchers.matchAll(/(\w+)=~?"([^"]*)"/g)].flatMap(([, label, values]) =>
        values!.split('|').map(value => `${label}="${value}"`),
      ),
    }),
  )
}

suite('the samples for monitoring', () => {
  let proxy: ProxyServer
  let metrics: string[]
  before(async () => {
    proxy = await startProxy({
      CONTACT_API_URL: 'https://api.example',
      CONTACT_ACCOUNT_ID: 'acc-1',
      CONTACT_ACCOUNT_SECRET: 's',
      OUTBOX: `file:${freshPath()}`,
      PORT: '0',
      METRICS_PORT: '0',
    })
    metrics = (await (await fetch(proxy.metrics!)).text()).split('\n')
  })
  after(() => proxy.close())

  for (const [name, expression] of expressions)
    test(`${name} reads what a proxy serves before its first request`, () => {
      const selectors = selectorsOf(expression)
      assert.ok(selectors.length > 0)
      for (const {metric, labels} of selectors) {
        const samples = metrics.filter(line => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `))
        assert.ok(samples.length > 0, metric)
        for (const label of labels)
          assert.ok(
            samples.some(sample => sample.includes(label)),
            `${metric} ${label}`,
          )
      }
    })

  test('every alert has a severity and says what is wrong', () => {
    assert.ok(rules.length > 5)
    for (const {labels, annotations} of rules)
      assert.ok(/^(?:page|ticket)$/.test(labels.severity) && annotations.summary)
  })

  test('every panel has an id of its own', () => assert.equal(new Set(panels.map(({id}) => id)).size, panels.length))
})

import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {startProxyProcess, type ProxyProcess} from '../../chaos/proxy-process.ts'
import type {Collector} from './collector.ts'

const [, documented] = /`traces\.mjs`:\s+```js\n([^]+?)```/.exec(readFileSync('src/proxy/traces.md', 'utf8'))!

/** Writes the documented file that starts the SDK, and returns its path. It is in the project, whose packages it imports. */
export function writeInstrumentation(code = documented!): string {
  mkdirSync('.cache', {recursive: true})
  const file = join(mkdtempSync('.cache/traces-'), 'traces.mjs')
  writeFileSync(file, code)
  return file
}

/** The variables of a command whose traces go to the collector. */
export const tracedEnvironment = ({url}: Pick<Collector, 'url'>, instrumentation = writeInstrumentation()) => ({
  TRACES: 'on',
  NODE_OPTIONS: `--import=./${instrumentation}`,
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
})

/** Starts the proxy's command as the documentation says, with traces that go to the collector. */
export function startTracedProxy(
  collector: Pick<Collector, 'url'>,
  env: Record<string, string>,
  instrumentation = writeInstrumentation(),
  onLine?: (line: string) => void,
): Promise<ProxyProcess> {
  const traced = {
    ...tracedEnvironment(collector, instrumentation),
    RATE_LIMIT_ADDRESS: 'off',
    RATE_LIMIT_PERSON: 'off',
    HOST: '127.0.0.1',
    RATE_LIMIT_TOTAL: '1000/1',
  }
  return startProxyProcess({...traced, ...env}, undefined, onLine)
}

import {within} from '../../contact/within.ts'
import {ConfigurationError, type Environment} from '../config/configuration-error.ts'
import type {TracesApi} from '../tracing/traces-api.ts'

/** OpenTelemetry as the operator has set it up in this process. */
export interface Traces {
  api: TracesApi
  /** Exports the spans that have ended. Never rejects, and gives up after `timeoutMs`. */
  flush(timeoutMs: number): Promise<void>
}

/** The API's tracer provider hands everything on to that of the SDK, once it has one. */
interface ProxyProvider {
  getDelegate?(): {forceFlush?(): Promise<void>}
  getDelegateTracer?(name: string): unknown
}

/**
 * Loads the API of OpenTelemetry, which the package does not install. Throws `ConfigurationError` if it is missing, or if no
 * SDK has started: then nothing would be recorded.
 */
export async function loadTraces({OTEL_SDK_DISABLED}: Environment): Promise<Traces> {
  const api = await loadTracesApi()
  const provider = api.trace.getTracerProvider() as ProxyProvider
  const hasSdk = !provider.getDelegateTracer || provider.getDelegateTracer('contact-signup') !== undefined
  if (!hasSdk && OTEL_SDK_DISABLED !== 'true')
    throw new ConfigurationError([
      'TRACES: on needs an OpenTelemetry SDK that has started, such as that of NODE_OPTIONS=--import=./traces.mjs',
    ])
  return {
    api,
    async flush(timeoutMs) {
      await within(timeoutMs, Promise.resolve(provider.getDelegate?.().forceFlush?.()))
    },
  }
}

/** Throws `ConfigurationError` if the package is not installed. */
export async function loadTracesApi() {
  try {
    return await import('@opentelemetry/api')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new ConfigurationError([
      'TRACES: on needs the package @opentelemetry/api, install it with: npm install @opentelemetry/api@1',
    ])
  }
}

/** The package's entry for the proxy on any runtime with Web standards. */
export {createProxy, type Proxy, type ProxyContext} from './create-proxy.ts'
export type {ClientIpSource, EmailValidation, LogEvent, ProxyOptions} from './config/options.ts'
export {ConfigurationError, readEnvironment, type Environment} from './config/environment.ts'
export type {Outbox} from './outbox/outbox.ts'
export type {UnknownOutcome} from './outbox/retry-policy.ts'

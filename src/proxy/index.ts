/** The package's entry for the proxy on any runtime with Web standards. */
export {createProxy, type Proxy, type ProxyContext} from './handler.ts'
export type {ClientIpSource, EmailValidation, LogEvent, ProxyOptions} from './options.ts'
export {ConfigurationError, readEnvironment, type Environment} from './env.ts'
export type {Outbox} from './outbox/outbox.ts'
export type {UnknownOutcome} from './outbox/policy.ts'

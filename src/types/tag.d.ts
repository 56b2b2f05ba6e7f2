/** What a template may say of `<contact-signup>`, read off its class and its events: nothing is named a second time. */
import type {LitElement} from 'lit'
import type {ContactSignup} from '../element/contact-signup.ts'
import type {} from '../element/define.ts'
import type {} from '../element/events.ts'

type Name = Settable<Omit<ContactSignup, keyof LitElement>>

/** Every property that can be set. */
export type Properties = {[K in Name]?: ContactSignup[K] | undefined}

/** JSON, as a server has to write it. */
export type MessagesAttribute = {messages?: Properties['messages'] | string}

/** The attributes that have another name than their property: `terms-url`. */
export type Attributes = {[K in Name as Exclude<Dashed<K>, K>]?: ContactSignup[K] | undefined}

/** Every event by its name. */
export type Events = Pick<HTMLElementEventMap, Extract<keyof HTMLElementEventMap, `contact-signup-${string}`>>

/** Handlers as attributes: `oncontact-signup-success`. */
export type Handlers = {[K in keyof Events as `on${K}`]?: ((event: Events[K]) => void) | undefined}

type Dashed<S extends string> = S extends `${infer Head}${infer Rest}`
  ? `${Head extends Lowercase<Head> ? Head : `-${Lowercase<Head>}`}${Dashed<Rest>}`
  : S

/** The keys that are neither methods nor read-only. */
type Settable<T> = {
  [K in keyof T]: T[K] extends (...given: never) => unknown
    ? never
    : Same<Pick<T, K>, {-readonly [P in K]: T[P]}> extends true
      ? K
      : never
}[keyof T]

// Two types are assignable to each other even where one is read-only; only such a comparison distinguishes them.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

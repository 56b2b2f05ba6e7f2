import {callingCodes, countriesByCallingCode} from './calling-codes.ts'
import {loadPlan} from './load-plan.ts'
import {createPhoneReader, type PhoneMetadata, type PhoneReader} from './phone.ts'
import type {Plan} from './plan.ts'
import {planTimeoutMs, within} from '../within.ts'

/** Validates with a phone reader, or without one if a plan cannot be loaded. */
export type UsePhones<T> = (phones: PhoneReader | undefined) => T

/**
 * Reads phones by numbering plans that it loads on demand. The reader's metadata throws if the parser needs a plan that
 * is not loaded; so the result is that of the complete metadata, or there is none.
 */
export class LazyPhoneReader {
  readonly #loading = new Map<string, Promise<true>>()
  readonly #examples: Record<string, string> = {}
  readonly #countries: Record<string, unknown> = {}
  readonly #nonGeographic: Record<string, unknown> = {}
  readonly #load: (name: string) => Promise<Plan>
  readonly #reader: PhoneReader

  constructor(load: (name: string) => Promise<Plan> = loadPlan) {
    this.#load = load
    this.#reader = createPhoneReader({
      version: 4, // the version of libphonenumber-js's metadata format
      country_calling_codes: Object.fromEntries([...countriesByCallingCode].filter(([, names]) => names.length > 0)),
      countries: throwingOnMissing(this.#countries, name => callingCodes.get(name)),
      nonGeographic: throwingOnMissing(this.#nonGeographic, code =>
        countriesByCallingCode.get(code)?.length === 0 ? code : undefined,
      ),
    } as unknown as PhoneMetadata) // the keys of the plans are unknown until they are loaded
  }

  /** Calls `use`, after loading each plan that it needs. Without a reader if loading fails or takes too long. */
  async use<T>(use: UsePhones<T>): Promise<T> {
    const end = Date.now() + planTimeoutMs
    const loaded = new Set<string>() // a plan that is missing although it was loaded was built from other metadata
    for (;;) {
      const result = this.#tryUse(() => use(this.#reader))
      if ('value' in result) return result.value
      const {callingCode} = result
      if (loaded.has(callingCode) || !(await within(end - Date.now(), this.loadPlan(callingCode))))
        return use(undefined)
      loaded.add(callingCode)
    }
  }

  /** Calls `use` at once; without a reader if a plan is missing. Starts loading that plan for the next call. */
  useNow<T>(use: UsePhones<T>): T {
    const result = this.#tryUse(() => use(this.#reader))
    if ('value' in result) return result.value
    this.loadPlan(result.callingCode).catch(() => {})
    return use(undefined)
  }

  /** An example of a mobile number, in its national format; undefined if the plan is not loaded. */
  exampleOf(country: string): string | undefined {
    const example = this.#examples[country]
    return example && this.#reader.toPhone(example, country)?.national
  }

  /** Loads the plan of a calling code once; after a failure, the next call tries again. */
  loadPlan(callingCode: string): Promise<true> {
    const loading = this.#loading.get(callingCode) ?? this.#load(nameOf(callingCode)).then(plan => this.#add(plan))
    this.#loading.set(callingCode, loading)
    loading.catch(() => this.#loading.delete(callingCode))
    return loading
  }

  #add({countries, nonGeographic, examples}: Plan): true {
    Object.assign(this.#countries, countries)
    Object.assign(this.#nonGeographic, nonGeographic)
    Object.assign(this.#examples, examples)
    return true
  }

  #tryUse<T>(use: () => T): {value: T} | MissingPlan {
    try {
      return {value: use()}
    } catch (error) {
      if (error instanceof MissingPlan) return error
      throw error
    }
  }
}

/** The name of a calling code's plan: its main country, or the code itself. */
function nameOf(callingCode: string): string {
  return countriesByCallingCode.get(callingCode)?.[0] ?? callingCode
}

/** Thrown if the parser needs a plan that is not loaded. */
class MissingPlan {
  readonly callingCode: string

  constructor(callingCode: string) {
    this.callingCode = callingCode
  }
}

/** Proxy over the loaded plans; throws MissingPlan for one that is not loaded. */
function throwingOnMissing(
  plans: Record<string, unknown>,
  codeOf: (name: string) => string | undefined,
): Record<string, unknown> {
  const requireLoaded = (name: PropertyKey) => {
    const code = typeof name === 'string' && !(name in plans) && codeOf(name)
    if (code) throw new MissingPlan(code)
  }
  return new Proxy(plans, {
    has: (_plans, name) => codeOf(String(name)) !== undefined,
    get(_plans, name) {
      requireLoaded(name)
      return plans[String(name)]
    },
    getOwnPropertyDescriptor(_plans, name) {
      requireLoaded(name)
      return Reflect.getOwnPropertyDescriptor(plans, name)
    },
  })
}

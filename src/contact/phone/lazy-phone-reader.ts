import {callingCodes, countriesByCallingCode} from './calling-codes.ts'
import {loadPlan} from './load-plan.ts'
import {createPhoneReader, type PhoneMetadata, type PhoneReader} from './phone.ts'
import type {Plan} from './split.ts'
import {planTimeoutMs, within} from '../within.ts'

/** What a judge answers: with a reader of phones, or without one where a plan cannot be had. */
export type UsePhones<T> = (phones: PhoneReader | undefined) => T

/**
 * Reads phones by plans that are loaded one by one, as numbers turn out to need them. The reader's metadata throws
 * when it is asked for a plan that is not there yet; so the verdict is that of the full metadata, or none.
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
      version: 4, // of the format: that of the metadata the plans were split from
      country_calling_codes: Object.fromEntries([...countriesByCallingCode].filter(([, names]) => names.length > 0)),
      countries: throwingOnMissing(this.#countries, name => callingCodes.get(name)),
      nonGeographic: throwingOnMissing(this.#nonGeographic, code =>
        countriesByCallingCode.get(code)?.length === 0 ? code : undefined,
      ),
    } as unknown as PhoneMetadata) // the plans come as they were split, and their keys are not known before
  }

  /** Judges with what is there; loads what is not, and judges again. Without a reader where that fails or takes long. */
  async use<T>(use: UsePhones<T>): Promise<T> {
    const end = Date.now() + planTimeoutMs
    const opened = new Set<string>() // a plan that is there and lacks what is asked for was built from other metadata
    for (;;) {
      const missing = this.#missing(() => use(this.#reader))
      if ('value' in missing) return missing.value
      const {callingCode} = missing
      if (opened.has(callingCode) || !(await within(end - Date.now(), this.loadPlan(callingCode))))
        return use(undefined)
      opened.add(callingCode)
    }
  }

  /** Judges at once: without a reader where a plan is missing. That plan is there when it is next asked for. */
  useNow<T>(use: UsePhones<T>): T {
    const missing = this.#missing(() => use(this.#reader))
    if ('value' in missing) return missing.value
    this.loadPlan(missing.callingCode).catch(() => {})
    return use(undefined)
  }

  /** A mobile number of a country, as people there write it; undefined while its plan is not there. */
  exampleOf(country: string): string | undefined {
    const example = this.#examples[country]
    return example && this.#reader.toPhone(example, country)?.national
  }

  /** Loads the plan of a calling code, once; what failed is tried again when it is next needed. */
  loadPlan(callingCode: string): Promise<true> {
    const loading = this.#loading.get(callingCode) ?? this.#load(nameOf(callingCode)).then(plan => this.#take(plan))
    this.#loading.set(callingCode, loading)
    loading.catch(() => this.#loading.delete(callingCode))
    return loading
  }

  #take({countries, nonGeographic, examples}: Plan): true {
    Object.assign(this.#countries, countries)
    Object.assign(this.#nonGeographic, nonGeographic)
    Object.assign(this.#examples, examples)
    return true
  }

  #missing<T>(use: () => T): {value: T} | MissingPlan {
    try {
      return {value: use()}
    } catch (error) {
      if (error instanceof MissingPlan) return error
      throw error
    }
  }
}

/** What the plan of a calling code is stored under: its main country, or itself. */
function nameOf(callingCode: string): string {
  return countriesByCallingCode.get(callingCode)?.[0] ?? callingCode
}

/** Thrown where a plan is asked for that is not loaded. */
class MissingPlan {
  readonly callingCode: string

  constructor(callingCode: string) {
    this.callingCode = callingCode
  }
}

/** Plans by name, of which the missing ones are asked for aloud. */
function throwingOnMissing(
  plans: Record<string, unknown>,
  codeOf: (name: string) => string | undefined,
): Record<string, unknown> {
  const ask = (name: PropertyKey) => {
    const code = typeof name === 'string' && !(name in plans) && codeOf(name)
    if (code) throw new MissingPlan(code)
  }
  return new Proxy(plans, {
    has: (_plans, name) => codeOf(String(name)) !== undefined,
    get(_plans, name) {
      ask(name)
      return plans[String(name)]
    },
    getOwnPropertyDescriptor(_plans, name) {
      ask(name)
      return Reflect.getOwnPropertyDescriptor(plans, name)
    },
  })
}

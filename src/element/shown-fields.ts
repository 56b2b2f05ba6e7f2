import {toFields, type Fields} from './attributes.ts'
import type {SignupHost} from './host.ts'
import type {Places} from './interaction/place-fields.ts'
import type {Loader} from './loader.ts'

/** Which fields the form shows, and in which places: what was typed stays while the page shows other fields. */
export class ShownFields {
  readonly #host: SignupHost
  readonly #loader: Loader
  fields: Fields = new Map()
  places: Places = []

  constructor(host: SignupHost, loader: Loader) {
    this.#host = host
    this.#loader = loader
  }

  /** Loads the part that keeps the values of controls which change their places, if any would. */
  async prepare(): Promise<void> {
    const names = [...toFields(this.#host.fields ?? '').keys()] // a framework may set undefined
    if (this.places.length > 0 && String(this.places.flat()) !== String(names))
      await this.#loader.loadInteraction().catch(() => {})
  }

  /** Takes what the host shows now. */
  update(): void {
    this.fields = toFields(this.#host.fields)
    const names = [...this.fields.keys()]
    const {interaction} = this.#loader
    this.places =
      interaction && this.places.length > 0
        ? interaction.placeFields(names, this.places)
        : [[], ...names.map(name => [name])]
  }
}

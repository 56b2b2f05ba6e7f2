import type {ReactiveController, ReactiveControllerHost} from 'lit'
import type {Control} from './controls.ts'

/** Keeps each field's value by its name: controls that are drawn anew are used again for other fields. */
export class KeptValues implements ReactiveController {
  readonly #host: ReactiveControllerHost & {renderRoot: ParentNode}
  #values = new Map<string, string>()

  constructor(host: ReactiveControllerHost & {renderRoot: ParentNode}) {
    this.#host = host
    host.addController(this)
  }

  hostUpdate(): void {
    this.#values = new Map(this.#fields.map(({name, value}) => [name, value]))
  }

  hostUpdated(): void {
    for (const field of this.#fields) {
      const value = this.#values.get(field.name) ?? (this.#values.size > 0 ? '' : field.value)
      if (field.value !== value) field.value = value
    }
  }

  get #fields(): Control[] {
    return [...this.#host.renderRoot.querySelectorAll<Control>('[part~=input][name]')]
  }
}

import type {ReactiveController} from 'lit'
import type {SignupHost} from '../host.ts'
import {controlOf, ownControls, type Control} from './controls.ts'

/**
 * Keeps values and focus by field name, for fields that change their place or are shown again: these get other controls.
 * All other controls stay as they are. The country selects have their values kept by `CountryOptions`.
 */
export class KeptValues implements ReactiveController {
  readonly #host: SignupHost
  readonly #values = new Map<string, string>()
  #focused = ''

  constructor(host: SignupHost) {
    this.#host = host
    host.addController(this)
    host.renderRoot.addEventListener('reset', () => this.#values.clear())
  }

  hostUpdate(): void {
    const {renderRoot: root} = this.#host
    for (const {name, value} of this.#controls()) this.#values.set(name, value)
    this.#focused = (root.activeElement as Partial<Control> | null)?.name ?? ''
  }

  hostUpdated(): void {
    const {renderRoot: root} = this.#host
    for (const control of this.#controls()) {
      const value = this.#values.get(control.name) ?? ''
      if (control.value !== value) control.value = value
    }
    const focused = this.#focused && controlOf(root, this.#focused)
    if (focused && focused !== root.activeElement) focused.focus({preventScroll: true})
  }

  #controls(): Control[] {
    return ownControls(this.#host.renderRoot).filter(({type, name}) => type !== 'checkbox' && !name.endsWith('country'))
  }
}

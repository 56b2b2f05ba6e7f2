/** Waits until no pointer is pressed: an error that appears meanwhile would move the button away from under the click. */
export class PointerGuard {
  #released: Promise<void> | undefined

  constructor(target: EventTarget) {
    target.addEventListener('pointerdown', () => this.#onPress(), {passive: true})
  }

  /** Resolves after the click, if a pointer is pressed. */
  get released(): Promise<void> | undefined {
    return this.#released
  }

  #onPress(): void {
    this.#released = new Promise(resolve => {
      const pressed = new AbortController()
      const release = () => {
        pressed.abort()
        setTimeout(resolve) // the click follows the release
      }
      for (const type of ['pointerup', 'pointercancel']) addEventListener(type, release, {signal: pressed.signal})
    })
  }
}

/** After a touch, the click comes in a task of its own, and not at all if the finger has moved. */
const clickTimeoutMs = 300

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
      const {signal} = pressed
      const release = () => {
        pressed.abort()
        setTimeout(resolve) // the listeners of the click come first
      }
      const onUp = ({pointerType}: PointerEvent) => {
        if (pointerType === 'mouse') return release()
        addEventListener('click', release, {signal, capture: true})
        setTimeout(release, clickTimeoutMs)
      }
      addEventListener('pointerup', onUp, {signal})
      addEventListener('pointercancel', release, {signal})
    })
  }
}

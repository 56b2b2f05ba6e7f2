import type {ReactiveController} from 'lit'
import {forgetFailures} from './once.ts'
import type {SignupHost} from './host.ts'
import type {Loader, LoaderOptions} from './loader.ts'
import {submitOnEnter} from './submit-on-enter.ts'
import {postUnvalidated} from './unvalidated-post.ts'

/**
 * Submits the form: through the session, or without it if that cannot be loaded. If then the proxy cannot be reached
 * either, submits again once the browser is online.
 */
export class SubmitController implements ReactiveController {
  readonly #host: SignupHost
  readonly #loader: Loader
  readonly #options: LoaderOptions
  #submitting: Promise<boolean> | undefined
  /** Whether to submit again by itself. An edit ends that, also one during the attempt: the visitor will submit again. */
  #isRetried = false
  /** Incremented by a reset, which cancels a submission whose session still loads. */
  #resets = 0

  constructor(host: SignupHost, loader: Loader, options: LoaderOptions) {
    this.#host = host
    this.#loader = loader
    this.#options = options
    host.addController(this)
    host.addEventListener('keydown', event => submitOnEnter(host, event))
  }

  /**
   * Resolves to true when the proxy has the lead.
   * @param isRetry without the visitor having submitted
   */
  submit(isRetry = false): Promise<boolean> {
    if (this.#submitting) return this.#submitting
    const submitting = this.#submit(isRetry).finally(() => {
      if (this.#submitting === submitting) this.#submitting = undefined
    })
    return (this.#submitting = submitting)
  }

  /** Another lead may be submitted, also while the last one is on its way. */
  reset(): void {
    this.#submitting = undefined
    this.#resets += 1
    this.stopRetrying()
  }

  stopRetrying(): void {
    this.#isRetried = false
  }

  hostConnected(): void {
    addEventListener('online', this.#onOnline)
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#onOnline)
  }

  readonly #onOnline = () => {
    if (this.#isRetried && !this.#submitting) void this.submit(true)
  }

  async #submit(isRetry: boolean): Promise<boolean> {
    if (this.#host.phase === 'done') return true
    forgetFailures()
    const resets = this.#resets
    const loading = this.#loader.loadSession().catch(() => undefined)
    if (!this.#host.hasUpdated && !(await this.#firstUpdate())) {
      this.#host.renderRoot.querySelector('form')!.requestSubmit() // which leaves the page
      return false
    }
    this.#isRetried = true
    this.#options.show({phase: 'sending', issues: {}}) // the session may still be loading
    const session = await loading
    await this.#loader.filled
    if (this.#resets !== resets) return false
    const outcome = session ? await session.submit(isRetry) : await postUnvalidated(this.#host, this.#options, isRetry)
    if (outcome !== 'offline') this.#isRetried = false
    return outcome === true || outcome === 'sent'
  }

  /** A prerendered form has other controls until it is hydrated. Resolves to false if that fails. */
  #firstUpdate(): Promise<boolean> {
    return this.#host.updateComplete.then(
      () => true,
      () => false,
    )
  }
}

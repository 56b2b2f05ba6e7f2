import {once} from 'node:events'
import type {CDPSession} from 'playwright-core'

/** Something that ran. Times in microseconds; those with a `t` are of the thread's own clock. */
interface Span {
  name: string
  pid: number
  tid: number
  ts: number
  dur?: number
  tdur?: number
  args: {data?: {url?: string}}
}

/** What the main thread did, in milliseconds. */
export interface Work {
  /** Scripts, with their compilation and microtasks, without the style and layout they forced. */
  script: number
  /** Style and layout. */
  layout: number
  /** All tasks. */
  busy: number
  /** What tasks took beyond 50 ms each. */
  blocking: number
}

const scripting =
  /^(?:EvaluateScript|v8\.evaluateModule|v8\.compile|v8\.compileModule|FunctionCall|RunMicrotasks|TimerFire|FireAnimationFrame|FireIdleCallback)$/
const styling = /^(?:UpdateLayoutTree|Layout)$/
const task = /^ThreadControllerImpl::RunTask$/

/** The browser's own record of what its threads do. */
export class Trace {
  readonly #cdp: CDPSession
  readonly #spans: Span[] = []

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp
    cdp.on('Tracing.dataCollected', ({value}) => this.#spans.push(...(value as unknown as Span[]))) // the protocol leaves their shape open
  }

  static async start(cdp: CDPSession): Promise<Trace> {
    const trace = new Trace(cdp)
    await cdp.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: {
        includedCategories: ['-*', 'devtools.timeline', 'v8', 'v8.execute', 'toplevel'],
        recordMode: 'recordUntilFull',
      },
    })
    return trace
  }

  async stop(): Promise<void> {
    const complete = once(this.#cdp as unknown as NodeJS.EventEmitter, 'Tracing.tracingComplete') // which a session is
    await this.#cdp.send('Tracing.end')
    await complete
  }

  /**
   * The work on a page since its navigation, by the clock of its thread, which other programs do not move.
   * Performance.getMetrics would not do: it knows no microtasks, and they are where Lit renders.
   */
  work(url: string): Work {
    const commit = this.#spans.findLast(({name, args}) => name === 'CommitLoad' && args.data?.url === url)
    if (!commit) throw new Error(`the trace knows nothing of ${url}`)
    const spans = this.#spans.filter(
      ({pid, tid, ts, dur}) => pid === commit.pid && tid === commit.tid && ts >= commit.ts && dur !== undefined,
    )
    const [script, layout, tasks] = [scripting, styling, task].map(names =>
      toOutermost(spans.filter(({name}) => names.test(name))),
    )
    const forced = layout!.filter(inner => script!.some(outer => holds(outer, inner)))
    return {
      script: sum(script!) - sum(forced),
      layout: sum(layout!),
      busy: sum(tasks!),
      blocking: tasks!.reduce((total, {tdur = 0}) => total + Math.max(0, tdur / 1000 - 50), 0),
    }
  }
}

const holds = (outer: Span, inner: Span) => outer.ts <= inner.ts && inner.ts + inner.dur! <= outer.ts + outer.dur!
const sum = (spans: Span[]) => spans.reduce((total, {tdur = 0}) => total + tdur / 1000, 0)

/** Without those that ran inside others. */
function toOutermost(spans: Span[]): Span[] {
  const outermost: Span[] = []
  for (const span of spans.sort((a, b) => a.ts - b.ts || b.dur! - a.dur!)) {
    const last = outermost.at(-1)
    if (!last || !holds(last, span)) outermost.push(span)
  }
  return outermost
}

import {once} from 'node:events'
import type {CDPSession} from 'playwright-core'

/** A trace event. Times in microseconds: `ts` and `dur` are wall-clock time, `tdur` is CPU time of the thread. */
interface Span {
  name: string
  pid: number
  tid: number
  ts: number
  dur?: number
  tdur?: number
  args: {data?: {url?: string}}
}

/** CPU time of the main thread, in milliseconds. */
export interface Work {
  /** Scripts with their compilation and microtasks, without the style and layout that they force. */
  script: number
  /** Style and layout. */
  layout: number
  /** All tasks. */
  busy: number
  /** The time of each task beyond 50 ms, summed. */
  blocking: number
}

const scripting =
  /^(?:EvaluateScript|v8\.evaluateModule|v8\.compile|v8\.compileModule|FunctionCall|RunMicrotasks|TimerFire|FireAnimationFrame|FireIdleCallback)$/
const styling = /^(?:UpdateLayoutTree|Layout)$/
const task = /^ThreadControllerImpl::RunTask$/

/** A trace of the browser's threads. */
export class Trace {
  readonly #cdp: CDPSession
  readonly #spans: Span[] = []

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp
    // The protocol does not type the events.
    cdp.on('Tracing.dataCollected', ({value}) => this.#spans.push(...(value as unknown as Span[])))
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
    const complete = once(this.#cdp as unknown as NodeJS.EventEmitter, 'Tracing.tracingComplete') // a session is an event emitter
    await this.#cdp.send('Tracing.end')
    await complete
  }

  /**
   * The work of a page since its navigation, in CPU time, which other programs do not change. Performance.getMetrics
   * would not do: it leaves out microtasks, and Lit renders in those.
   */
  work(url: string): Work {
    const commit = this.#spans.findLast(({name, args}) => name === 'CommitLoad' && args.data?.url === url)
    if (!commit) throw new Error(`the trace has no navigation to ${url}`)
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

/** Removes spans that are inside others. */
function toOutermost(spans: Span[]): Span[] {
  const outermost: Span[] = []
  for (const span of spans.sort((a, b) => a.ts - b.ts || b.dur! - a.dur!)) {
    const last = outermost.at(-1)
    if (!last || !holds(last, span)) outermost.push(span)
  }
  return outermost
}

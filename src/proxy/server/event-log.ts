import {isLogged, type Level, type LogEvent} from '../http/log-event.ts'
import {Alerts} from './alerts.ts'
import {flushLog, logLine} from './log.ts'
import type {Metrics} from './metrics.ts'
import {RepeatedEvents} from './repeated-events.ts'

/** Where each event goes: to the metrics, to the log, and to the operator. */
export interface EventLog {
  log(event: LogEvent): void
  /** Gives up alerts that wait, and writes what is buffered. */
  close(): Promise<void>
}

export interface EventLogSettings {
  logLevel: Level
  /** Both are set, or none. */
  alertUrl?: string
  alertSecret?: string
}

export function createEventLog({logLevel, alertUrl, alertSecret}: EventLogSettings, metrics: Metrics): EventLog {
  const repeatedEvents = new RepeatedEvents(logLine)
  const log = (event: LogEvent) => {
    metrics.count(event)
    if (isLogged(event, logLevel)) repeatedEvents.log(event)
    alerts?.onEvent(event)
  }
  const alerts = alertUrl && alertSecret ? new Alerts({webhook: {url: alertUrl, secret: alertSecret}, log}) : undefined
  return {
    log,
    async close() {
      await alerts?.close()
      repeatedEvents.close()
      flushLog()
    },
  }
}

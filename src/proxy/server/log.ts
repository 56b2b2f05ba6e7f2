import {writeSync} from 'node:fs'
import type {LogEvent} from '../config/options.ts'

/** Milliseconds that a line may wait for others. */
const patience = 10

/** What was logged and is not written yet: there is one standard output, so there is one of these. */
let waiting = ''

function take(): string {
  const lines = waiting
  waiting = ''
  return lines
}

/** Writes at once what waits. */
export function flushLog(): void {
  if (waiting) process.stdout.write(take())
}

/**
 * Logs an event as a line of JSON. Lines are written together: a system call for each is what a busy proxy would spend
 * its time on. When the process exits, what waits is written first.
 */
export function logLine(event: LogEvent): void {
  if (!waiting) setTimeout(flushLog, patience).unref()
  waiting += `${JSON.stringify({time: new Date().toISOString(), ...event})}\n`
}

process.on('exit', () => void (waiting && writeSync(1, take())))

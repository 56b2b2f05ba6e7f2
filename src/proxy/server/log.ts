import {writeSync} from 'node:fs'
import type {LogEvent} from '../http/log-event.ts'

/** How long a line waits for others. */
const flushDelayMs = 10

/** Lines not yet written. Module state, because the process has one standard output. */
let buffer = ''

function takeBuffer(): string {
  const lines = buffer
  buffer = ''
  return lines
}

/** Writes the buffered lines now. */
export function flushLog(): void {
  if (buffer) process.stdout.write(takeBuffer())
}

/**
 * Logs an event as a line of JSON. Lines are buffered, because a system call for each would dominate the time of a busy
 * proxy. The buffer is written when the process exits.
 */
export function logLine(event: LogEvent): void {
  if (!buffer) setTimeout(flushLog, flushDelayMs).unref()
  buffer += `${JSON.stringify({time: new Date().toISOString(), ...event})}\n`
}

process.on('exit', () => void (buffer && writeSync(1, takeBuffer())))

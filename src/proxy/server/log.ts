import type {LogEvent} from '../http/log-event.ts'
import {LineWriter} from './line-writer.ts'

// Node makes a pipe or a socket non-blocking when this property is first read: a reader that stalls must not stop the proxy.
const {stdout} = process

const toLine = (event: LogEvent) => `${JSON.stringify({time: new Date().toISOString(), ...event})}\n`

/** Module state, because the process has one standard output. */
const writer = new LineWriter({
  fd: 1,
  isBusy: () => !stdout.errored && stdout.writableLength > 0,
  toNotice: count => toLine({level: 'warn', event: 'log_lines_dropped', count}),
})

/**
 * Logs an event as a line of JSON. Lines are buffered, because a system call for each would dominate the time of a busy
 * proxy. The buffer is written when the process exits.
 */
export function logLine(event: LogEvent): void {
  writer.write(toLine(event))
}

/** Writes the buffered lines now. */
export function flushLog(): void {
  writer.flush()
}

/** Lines that could not be written so far: the disk was full, the reader had ended, or was too slow. */
export function countDroppedLines(): number {
  return writer.dropped
}

process.on('exit', () => writer.flushAtExit())

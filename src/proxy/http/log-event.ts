/** One line of the log: ids, codes and numbers only, never text that was typed. */
export interface LogEvent {
  level: 'info' | 'warn' | 'error'
  event: string
  [detail: string]: string | number | boolean | undefined
}

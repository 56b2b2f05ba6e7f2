/** Environment variables, as `process.env` or a Worker's bindings hold them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A refused start: one line per error, each with the variable's name and the expected value, never the value itself. */
export class ConfigurationError extends Error {
  constructor(errors: readonly string[]) {
    super(errors.join('\n'))
    this.name = 'ConfigurationError'
  }
}

/** A refused variable, and the line that says why. */
export interface VariableError {
  /** Also the variable that cannot be read because of it. */
  variables: readonly string[]
  line: string
}

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

/** The lines of the errors, the first one of each variable: the others are its consequences. */
export function withoutConsequences(errors: readonly VariableError[]): string[] {
  const named = new Set<string>()
  return errors.flatMap(({variables, line}) => {
    if (variables.some(variable => named.has(variable))) return []
    for (const variable of variables) named.add(variable)
    return [line]
  })
}

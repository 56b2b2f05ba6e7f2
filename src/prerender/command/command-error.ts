/** Why the command cannot be done, for the person who has typed it. */
export class CommandError extends Error {
  /** 1 if a file is at fault, 2 if the arguments are. */
  readonly exitCode: 1 | 2

  constructor(message: string, exitCode: 1 | 2 = 2) {
    super(message)
    this.exitCode = exitCode
  }
}

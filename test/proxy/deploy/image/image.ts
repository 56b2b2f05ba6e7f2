import {spawnSync} from 'node:child_process'

/** An image as a folder: the root of its file system, and what its configuration says of a container. */
export interface Image {
  root: string
  user: string
  env: Record<string, string>
  workingDirectory: string
  command: string[]
  healthCommand: string[]
  stopSignal: NodeJS.Signals
  volumes: string[]
}

/** Runs a program to its end, and throws with its output if it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: {cwd?: string; env?: NodeJS.ProcessEnv} = {},
): string {
  const {status, stdout, stderr, error} = spawnSync(program, args, {encoding: 'utf8', ...options})
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stdout + stderr}`)
  return stdout
}

/** Whether a program runs and succeeds. */
export const succeeds = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, {stdio: 'ignore'}).status === 0

import {spawn, spawnSync, type ChildProcess} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {succeeds, type Image} from './image.ts'

/** Whether this machine can run a command in another root: as root on Linux. */
export const canRunContainers =
  process.platform === 'linux' && process.getuid?.() === 0 && succeeds('unshare', '--mount', 'true')

/**
 * Mounts what a container runtime mounts, in a mount namespace of its own, and becomes the command: $1 is the root, $2
 * `ro` or `rw`, $3 the user, then follow pairs of a folder and where it is mounted, `--`, and the command.
 */
const script = `
root=$1 mode=$2 user=$3
shift 3
mount --bind "$root" "$root"
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
while [ "$1" != -- ]; do
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  shift 2
done
shift
mount -o "remount,$mode,bind" "$root"
exec chroot --userspec="$user" "$root" /bin/env -i "$@"
`

export interface ContainerOptions {
  /** Root if not given. */
  user?: string
  env: Record<string, string>
  workingDirectory: string
  readOnly?: boolean
  /** Folders of this machine, and where they are mounted. */
  mounts?: Record<string, string>
}

type Container = Pick<Image, 'root'> & ContainerOptions

function toArguments(
  command: readonly string[],
  {root, user = 'root', readOnly, mounts = {}, ...rest}: Container,
): string[] {
  const variables = Object.entries(rest.env).map(([name, value]) => `${name}=${value}`)
  return [
    '--mount',
    'sh',
    '-ec',
    script,
    'sh',
    root,
    readOnly ? 'ro' : 'rw',
    toIds(root, user),
    ...Object.entries(mounts).flat(),
    '--',
    '-C',
    rest.workingDirectory,
    ...variables,
    ...command,
  ]
}

/** The numbers of a user, from the image's own list. */
function toIds(root: string, user: string): string {
  const line = readFileSync(join(root, 'etc/passwd'), 'utf8')
    .split('\n')
    .find(line => line.startsWith(`${user}:`))
  const [, , userId, groupId] = line?.split(':') ?? []
  if (!userId) throw new Error(`the image has no user ${user}`)
  return `${userId}:${groupId}`
}

/** Runs a command to its end. */
export const runInContainer = (command: readonly string[], container: Container) =>
  spawnSync('unshare', toArguments(command, container), {encoding: 'utf8'})

/** Starts a command. Signals reach it and no shell, because everything before it has become it. */
export const startInContainer = (command: readonly string[], container: Container): ChildProcess =>
  spawn('unshare', toArguments(command, container), {stdio: ['ignore', 'pipe', 'pipe']})

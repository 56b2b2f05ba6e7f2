import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {baseEnv} from './base.ts'
import {run, succeeds, type Image} from './image.ts'

/** Builds an image with a real builder, from the base image or from a folder that stands in for it. */
export interface Builder {
  name: string
  build(context: string, tag: string): Image
}

/** What `inspect` prints. Docker and podman have the health check in different places. */
interface Inspected {
  Config: {
    User: string
    Env: string[]
    WorkingDir: string
    Cmd: string[]
    StopSignal: NodeJS.Signals
    Volumes: Record<string, object>
    Healthcheck?: {Test: string[]}
  }
  Healthcheck?: {Test: string[]}
}

/** Docker with a running engine and the real base image; else podman with a store in the folder, and the stand-in. */
export function findBuilder(folder: string, baseImage: string, base: string): Builder | undefined {
  if (succeeds('docker', 'info') && succeeds('docker', 'pull', baseImage))
    return createBuilder('docker', (...args) => run('docker', args), ['build'], folder)
  const stores = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run')]
  if (!succeeds('podman', '--storage-driver', 'vfs', ...stores, 'info')) return undefined
  const env = {...process.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot', TMPDIR: folder}
  const podman = (...args: string[]) => run('podman', [...stores, ...args], {env})
  run('tar', ['-C', base, '-cf', join(folder, 'base.tar'), '.'])
  const changes = Object.entries(baseEnv).flatMap(([name, value]) => ['--change', `ENV ${name}=${value}`])
  podman('import', ...changes, join(folder, 'base.tar'), baseImage)
  return createBuilder('podman', podman, ['build', '--format', 'docker', '--pull=never', '--layers=false'], folder)
}

function createBuilder(name: string, call: (...args: string[]) => string, build: string[], folder: string): Builder {
  return {
    name,
    build(context, tag) {
      call(...build, '-t', tag, '-f', join(context, 'Containerfile'), context)
      const [inspected] = JSON.parse(call('image', 'inspect', tag)) as [Inspected]
      const root = join(folder, 'built')
      mkdirSync(root)
      const container = call('create', tag).trim()
      call('export', '--output', `${root}.tar`, container)
      call('rm', container)
      call('image', 'rm', tag)
      run('tar', ['-C', root, '-xf', `${root}.tar`])
      return toImage(root, inspected)
    },
  }
}

function toImage(root: string, {Config, Healthcheck}: Inspected): Image {
  const [kind, ...healthCommand] = (Config.Healthcheck ?? Healthcheck)!.Test
  if (kind !== 'CMD') throw new Error(`a health check in a shell: ${kind}`)
  return {
    root,
    user: Config.User,
    env: Object.fromEntries(Config.Env.map(variable => variable.split(/=(.*)/s).slice(0, 2) as [string, string])),
    workingDirectory: Config.WorkingDir,
    command: Config.Cmd,
    healthCommand,
    stopSignal: Config.StopSignal,
    volumes: Object.keys(Config.Volumes),
  }
}

import {cpSync, globSync, mkdirSync} from 'node:fs'
import {basename, join, posix} from 'node:path'
import {DockerfileParser, type Cmd, type Env, type Healthcheck, type Instruction, type Run} from 'dockerfile-ast'
import {runInContainer} from './container.ts'
import {run, type Image} from './image.ts'

/** Runs one instruction: changes the folder of the image or its configuration. */
type Replay = (image: Image, instruction: Instruction, context: string) => void

/** A command in JSON. Docker runs any other one in a shell, which no instruction of ours may use for a container. */
function readCommand(text: string): string[] {
  const command = JSON.parse(text) as unknown
  if (!Array.isArray(command)) throw new Error(`expected a command as a JSON array: ${text}`)
  return command as string[]
}

const instructions: Record<string, Replay> = {
  FROM() {}, // the folder is that of the base image
  WORKDIR(image, instruction) {
    image.workingDirectory = posix.resolve(image.workingDirectory, instruction.getArgumentsContent()!)
    mkdirSync(join(image.root, image.workingDirectory), {recursive: true})
  },
  COPY(image, instruction, context) {
    const paths = instruction.getArguments().map(argument => argument.getValue())
    const target = join(image.root, posix.resolve(image.workingDirectory, paths.pop()!))
    for (const path of paths) {
      const files = globSync(path, {cwd: context})
      if (files.length === 0) throw new Error(`COPY: no file is ${path}`)
      for (const file of files) cpSync(join(context, file), join(target, basename(file)))
    }
  },
  RUN(image, instruction) {
    const {root, env, workingDirectory, user} = image
    const mounts = (instruction as Run).getFlags().map(flag => {
      const [type, target] = ['type', 'target'].map(name => flag.getOption(name)?.getValue())
      if (flag.getName() !== 'mount' || type !== 'cache' || !target) throw new Error(`RUN: no replay of ${flag}`)
      return [npmCache(), target] // a cache is what a builder keeps of earlier runs: here, what npm keeps
    })
    const command = ['sh', '-c', instruction.getArgumentsContent()!.replaceAll('\\\n', ' ')]
    // Packages that npm has already downloaded need no network.
    const options = {env: {...env, npm_config_prefer_offline: 'true'}, workingDirectory, user}
    const {status, stdout, stderr} = runInContainer(command, {root, ...options, mounts: Object.fromEntries(mounts)})
    if (status !== 0) throw new Error(`RUN: exit code ${status}\n${stdout}${stderr}`)
  },
  USER(image, instruction) {
    image.user = instruction.getArgumentsContent()!
  },
  ENV(image, instruction) {
    for (const property of (instruction as Env).getProperties()) image.env[property.getName()] = property.getValue()!
  },
  VOLUME(image, instruction) {
    image.volumes.push(...instruction.getArguments().map(argument => argument.getValue()))
  },
  EXPOSE() {}, // documents the port
  HEALTHCHECK(image, instruction) {
    const [kind] = (instruction as Healthcheck).getArguments()
    if (kind?.getValue() !== 'CMD') throw new Error('HEALTHCHECK: expected CMD')
    image.healthCommand = readCommand(instruction.getArgumentsContent()!.replace(/^.*?CMD\s+/s, ''))
  },
  STOPSIGNAL(image, instruction) {
    image.stopSignal = instruction.getArgumentsContent() as NodeJS.Signals
  },
  CMD(image, instruction) {
    image.command = readCommand((instruction as Cmd).getArgumentsContent()!)
  },
}

const npmCache = () => run('npm', ['config', 'get', 'cache']).trim()

/**
 * Runs the instructions of a Containerfile in the root file system of its base image. Throws at the first one that it does
 * not know, or that fails.
 */
export function replay(containerfile: string, context: string, root: string, env: Record<string, string>): Image {
  const image: Image = {
    root,
    user: 'root',
    env: {...env},
    workingDirectory: '/',
    command: [],
    healthCommand: [],
    stopSignal: 'SIGTERM',
    volumes: [],
  }
  for (const instruction of DockerfileParser.parse(containerfile).getInstructions()) {
    const run = instructions[instruction.getKeyword()]
    if (!run) throw new Error(`no replay of ${instruction.getKeyword()}`)
    run(image, instruction, context)
  }
  return image
}

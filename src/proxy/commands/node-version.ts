import {readFileSync} from 'node:fs'

/**
 * Whether this Node is recent enough for the programs. If not, prints so in a line and sets the exit code. The programs
 * import everything else afterwards, because what an older Node lacks fails to load with a stack trace.
 */
export function hasRequiredNode(program: string): boolean {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  const {engines} = JSON.parse(manifest) as {engines: {node: string}}
  const required = engines.node.replace('>=', '')
  if (process.versions.bun || isAtLeast(process.versions.node, required)) return true
  console.error(`${program} needs Node ${required} or later, this is ${process.versions.node}`)
  process.exitCode = 1
  return false
}

function isAtLeast(version: string, required: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [requiredMajor = 0, requiredMinor = 0] = required.split('.').map(Number)
  return major > requiredMajor || (major === requiredMajor && minor >= requiredMinor)
}

import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {brotliDecompressSync} from 'node:zlib'
import type {Browser} from 'playwright-core'

/**
 * The oldest version in which the form works, the last one for Windows 7, one with `color-mix`, and the last one that takes
 * `currentColor` in it for transparent.
 */
export const versions = ['103', '109', '112', '116'] as const

export type Version = (typeof versions)[number]

/** Later versions call `checkVisibility()`, which Chromium has since version 105. This one has the same methods. */
const {chromium} = createRequire(import.meta.url)('older-playwright-core') as typeof import('playwright-core')

const packages = fileURLToPath(new URL('../node_modules', import.meta.url))
const cache = fileURLToPath(new URL('../../../.cache/old-browsers', import.meta.url))

export async function openOldChromium(version: Version): Promise<Browser> {
  const folder = unpack(version)
  const fonts = join(folder, 'fonts.conf')
  writeFileSync(fonts, `<fontconfig><dir>${folder}</dir><dir>/usr/share/fonts</dir></fontconfig>\n`)
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic'],
    env: {PATH: process.env.PATH ?? '', FONTCONFIG_FILE: fonts, LD_LIBRARY_PATH: join(folder, 'lib')},
  })
}

/** Unpacks the package's program, and the system libraries that it brings, once. */
function unpack(version: Version): string {
  const folder = join(cache, version)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}-${process.pid}`
  mkdirSync(unfinished, {recursive: true})
  const read = (file: string) => brotliDecompressSync(readFileSync(join(packages, `chromium-${version}`, 'bin', file)))
  writeFileSync(join(unfinished, 'chromium'), read('chromium.br'), {mode: 0o700})
  const {status} = spawnSync('tar', ['-x', '-C', unfinished], {
    input: read('aws.tar.br'),
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error('tar cannot unpack aws.tar.br')
  renameSync(unfinished, folder)
  return folder
}

import assert from 'node:assert/strict'
import {mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, mock, suite, test} from 'node:test'
import {followFiles} from '../../../src/proxy/forms/follow-files.ts'

const pollIntervalMs = 1_000

suite('following files', () => {
  let folder: string
  let file: string
  let read: string[]
  let stop: () => void
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signup-follow-'))
    file = join(folder, 'forms.json')
    read = []
    mock.timers.enable({apis: ['setInterval']})
  })
  afterEach(() => {
    stop()
    mock.timers.reset()
  })

  /** Follows the file, and keeps what is read after each change. */
  const follow = (next: () => string[] = () => [file]) =>
    (stop = followFiles([file], () => {
      read.push(readFileSync(file, 'utf8'))
      return next()
    }))
  const poll = (times = 1) => mock.timers.tick(times * pollIntervalMs)

  test('notices a file that is replaced by one of the same size, once', () => {
    writeFileSync(file, 'one')
    follow()
    poll(3)
    assert.deepEqual(read, [])
    writeFileSync(`${file}.new`, 'two')
    renameSync(`${file}.new`, file)
    poll(5)
    assert.deepEqual(read, ['two'])
  })

  test('notices the links that Kubernetes replaces', () => {
    for (const [version, text] of [
      ['..1', 'one'],
      ['..2', 'two'],
    ] as const) {
      mkdirSync(join(folder, version))
      writeFileSync(join(folder, version, 'forms.json'), text)
    }
    symlinkSync('..1', join(folder, '..data'))
    symlinkSync(join('..data', 'forms.json'), file)
    follow()
    symlinkSync('..2', join(folder, '..data.new'))
    renameSync(join(folder, '..data.new'), join(folder, '..data'))
    rmSync(join(folder, '..1'), {recursive: true})
    poll(2)
    assert.deepEqual(read, ['two'])
  })

  test('reads a file that is being written once it stays the same', () => {
    writeFileSync(file, 'one')
    follow()
    for (const text of ['t', 'tw', 'two']) {
      writeFileSync(file, text)
      poll()
    }
    assert.deepEqual(read, [])
    poll()
    assert.deepEqual(read, ['two'])
  })

  test('follows the files that the new version names, which may have changed while they were read', () => {
    writeFileSync(file, 'one')
    const secret = join(folder, 'secret')
    follow(() => [file, secret])
    writeFileSync(file, 'two')
    poll(2)
    assert.equal(read.length, 1)
    poll()
    assert.equal(read.length, 2, 'once more, with the new file')
    poll(3)
    assert.equal(read.length, 2)
    writeFileSync(secret, 's')
    poll(2)
    assert.equal(read.length, 3)
  })

  for (const [what, name] of [
    ['a name that is too long, such as a secret in place of a file', 's'.repeat(300)],
    ['a name with a NUL', 'secret\0'],
    ['a link to itself', 'loop'],
  ] as const)
    test(`goes on with ${what}`, () => {
      symlinkSync('loop', join(folder, 'loop'))
      writeFileSync(file, 'one')
      follow(() => [file, join(folder, name)])
      writeFileSync(file, 'two')
      poll(5)
      writeFileSync(file, 'three')
      poll(5)
      assert.deepEqual([read.length, read[0], read.at(-1)], [3, 'two', 'three'])
    })

  test('notices that a file can be reached again', () => {
    const secret = join(folder, 'secret')
    symlinkSync('secret', secret)
    writeFileSync(file, 'one')
    follow(() => [file, secret])
    writeFileSync(file, 'two')
    poll(5)
    assert.equal(read.length, 2)
    rmSync(secret)
    writeFileSync(secret, 's')
    poll(2)
    assert.equal(read.length, 3)
  })
})

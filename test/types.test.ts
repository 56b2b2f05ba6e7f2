import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {test} from 'node:test'

for (const [what, folder] of [
  ['the events on the form, the document and the window', 'dom'],
  ['the tag in Preact', 'preact'],
  ['the tag in Solid', 'solid'],
])
  test(`the package types ${what}, and refuses what is wrong`, () => {
    const {status, stdout, stderr} = spawnSync('npx', ['tsc', '-p', `test/types/${folder}`, '--pretty', 'false'], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
    assert.equal(status, 0, stdout + stderr)
  })

import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {globSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import type {Integrity} from '../src/build/integrity.ts'

const {importMap, files} = JSON.parse(readFileSync('dist/integrity.json', 'utf8')) as Integrity

test('integrity.json has the hash of every file that a page can load', () => {
  const loadable = globSync(['*.css', '{contact-signup,embed}.js', 'chunks/**/*.js', 'retry/*.js'], {cwd: 'dist'})
  assert.ok(loadable.length > 280)
  const names = loadable.map(file => file.replaceAll('\\', '/'))
  assert.deepEqual(Object.keys(files).sort(), names.sort())
  for (const [file, hash] of Object.entries(files))
    assert.equal(
      hash,
      `sha256-${createHash('sha256')
        .update(readFileSync(`dist/${file}`))
        .digest('base64')}`,
      file,
    )
})

test('the import map has every file of code, and plans, in less than 3 kB', () => {
  const code = globSync(['contact-signup.js', 'chunks/*.js', 'retry/*.js'], {cwd: 'dist'})
  const names = Object.keys(importMap.integrity).map(name => name.replace(/^\.\//, ''))
  for (const file of code) assert.ok(names.includes(file.replaceAll('\\', '/')), file)
  assert.ok(names.filter(name => /\/plans-/.test(name)).length >= 6)
  for (const name of names) assert.equal(importMap.integrity[`./${name}`], files[name])
  assert.ok(JSON.stringify(importMap).length <= 3000)
})

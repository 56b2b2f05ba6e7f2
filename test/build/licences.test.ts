import assert from 'node:assert/strict'
import {test} from 'node:test'
import {findPackages, toLicences} from '../../src/build/licences.ts'

const modules = (...paths: string[]) => paths.map(path => `${process.cwd()}/node_modules/${path}`)

test('finds each package once', () => {
  const ids = modules('zod/v4/mini/index.js', 'zod/v4/core/core.js', 'libphonenumber-js/core/index.js')
  const found = findPackages([...ids, `${process.cwd()}/src/script.ts`, '\0virtual'])
  assert.deepEqual(
    found.map(({name, license}) => [name, license]),
    [
      ['libphonenumber-js', 'MIT'],
      ['zod', 'MIT'],
    ],
  )
})

test('finds a package by its own folder, not by one in it with a package.json', () => {
  const [found] = findPackages(modules('safe-stable-stringify/esm/wrapper.mjs'))
  assert.match(found!.texts.join(), /Permission is hereby granted/)
})

test('finds scoped packages', () => {
  const [found] = findPackages(modules('@lit/reactive-element/css-tag.js'))
  assert.equal(found!.name, '@lit/reactive-element')
  assert.match(found!.texts.join(), /Redistribution and use in source and binary forms/)
})

test('prints name, version, licence and all texts of a package', () => {
  const text = toLicences([
    {name: 'a', version: '1.2.3', license: 'MIT', texts: ['MIT text', 'Apache text']},
    {name: 'b', version: '2.0.0', license: 'ISC', texts: ['ISC text']},
  ])
  const rule = '-'.repeat(80)
  assert.equal(text, `a 1.2.3 (MIT)\n\nMIT text\n\nApache text\n\n${rule}\n\nb 2.0.0 (ISC)\n\nISC text\n`)
})

test('names the author of a package without a licence file', () => {
  const text = toLicences([{name: 'a', version: '1.0.0', license: 'MIT', author: 'Ada', texts: []}])
  assert.equal(text, 'a 1.0.0 (MIT)\n\nby Ada\n')
})

test('refuses a package without a licence file and an author', () => {
  assert.throws(() => toLicences([{name: 'a', version: '1.0.0', license: 'MIT', texts: []}]), /a has no licence file/)
})

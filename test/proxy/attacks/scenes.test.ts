import assert from 'node:assert/strict'
import {test} from 'node:test'
import {scenes, see} from './scenes.ts'

for (const scene of scenes)
  test(`withstands ${scene.attack}: ${scene.probe} → ${scene.expected}`, async () =>
    assert.equal(await see(scene), scene.expected))

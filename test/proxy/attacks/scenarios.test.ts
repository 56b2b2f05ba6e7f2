import assert from 'node:assert/strict'
import {test} from 'node:test'
import {runScenario, scenarios} from './scenarios.ts'

for (const scenario of scenarios)
  test(`withstands ${scenario.attack}: ${scenario.probe} → ${scenario.expected}`, async () =>
    assert.equal(await runScenario(scenario), scenario.expected))

import assert from 'node:assert/strict'
import {test} from 'node:test'
import {runScenario, scenarios} from './scenarios.ts'
import {storeScenarios} from './store-scenarios.ts'

for (const scenario of [...scenarios, ...storeScenarios])
  test(`withstands ${scenario.attack}: ${scenario.probe} → ${scenario.expected}`, async () =>
    assert.equal(await runScenario(scenario), scenario.expected))

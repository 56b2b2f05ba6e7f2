import type {TestRunnerPlugin} from '@web/test-runner'
import type {JsonLd} from '../../../src/contact/consent-record.ts'
import {receiptFields} from './field-table.ts'
import {missingFields, readGraph} from './graph.ts'
import {unknownTerms} from './vocabulary.ts'

/** Lets tests in browsers have a receipt validated on Node: `executeServerCommand('check-receipt', receipt)`. */
export const receiptCommand: TestRunnerPlugin<JsonLd> = {
  name: 'receipt-command',
  async executeCommand({command, payload}) {
    if (command !== 'check-receipt' || !payload) return undefined
    const graph = await readGraph(payload)
    return {missing: missingFields(graph, receiptFields), unknown: unknownTerms(graph)}
  },
}

import type {Plan} from './plan.ts'

/**
 * Loads the numbering plan of a country (ISO 3166-1 alpha-2), which it shares with all countries of its calling code.
 * The plan of a calling code without countries goes by the code: `800`. Rejects if there is none or loading fails.
 */
export async function loadPlan(name: string): Promise<Plan> {
  const {default: plans} = await import('#numbering-plans')
  return (await plans[name]!()).default // an unknown name throws here, which is the rejection
}

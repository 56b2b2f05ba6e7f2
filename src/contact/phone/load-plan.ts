import type {Plan} from './split.ts'

/**
 * Loads the numbering plan of a country (ISO 3166-1 alpha-2), which is that of its whole calling code; `800` and the
 * like for calling codes without countries. Rejects where it cannot be had.
 */
export async function loadPlan(name: string): Promise<Plan> {
  const {default: plans} = await import('./plans/index.js')
  return (await plans[name]!()).default // or the rejection that is promised
}

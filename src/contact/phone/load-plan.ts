import type {Plan} from './split.ts'

/**
 * Loads the numbering plan of a country (ISO 3166-1 alpha-2), which is that of its whole calling code; `800` and the
 * like for calling codes without countries. Rejects where it cannot be had.
 */
export function loadPlan(name: string): Promise<Plan> {
  return import(`./plans/${name}.js`).then((module: {default: Plan}) => module.default)
}

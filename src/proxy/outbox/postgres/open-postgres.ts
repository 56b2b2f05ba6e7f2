import type {Driver} from '../sql/steps.ts'
export async function openPostgres(_url: string): Promise<Driver> {
  throw new Error('soon')
}

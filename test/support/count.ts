/** How many tests passed and failed, and how many this machine could not run. */
export interface Count {
  passed: number
  failed: number
  skipped?: number
}

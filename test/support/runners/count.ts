/** How many tests passed and failed, and how many this machine could not run. */
export interface Count {
  passed: number
  failed: number
  skipped?: number
  /** What the last lines of a run should still say of it. */
  notes?: string[]
}

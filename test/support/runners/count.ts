/** How many tests passed and failed, and how many this machine cannot run. */
export interface Count {
  passed: number
  failed: number
  skipped?: number
  /** Lines for the end of the run. */
  notes?: string[]
}

/** How many tests passed and failed, and how many this machine cannot run. */
export interface Count {
  passed: number
  failed: number
  skipped?: number
  /** The names of the tests that failed, for the end of the run: a long report hides them. */
  failures?: string[]
  /** Lines for the end of the run. */
  notes?: string[]
}

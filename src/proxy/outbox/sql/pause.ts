import {maxPauseAheadMs, probeIntervalMs, type Pause, type PauseReason} from '../retry-policy.ts'
import {rows, type Steps} from './steps.ts'

/**
 * Checks whether a lead may be sent. After an automatic pause has run out, the first caller gets `probe` and the pause
 * is extended: one lead is sent, and the others wait for its outcome.
 */
export function* checkPause(now: number): Steps<'running' | 'probe' | 'paused'> {
  const pause = yield* readPause()
  if (!pause) return 'running'
  if (isPauseActive(pause, now)) return 'paused'
  const extended = yield* rows(
    `UPDATE signup_pause SET until = ?1 WHERE id = 1 AND until = ?2 RETURNING id`,
    now + probeIntervalMs(pause.reason),
    pause.until,
  )
  return extended.length > 0 ? 'probe' : 'paused' // another process was faster
}

export function* readPause(): Steps<Pause | undefined> {
  const [pause] = yield* rows<{reason: PauseReason; until: unknown}>(
    `SELECT reason, until FROM signup_pause WHERE id = 1`,
  )
  return pause && {reason: pause.reason, until: pause.until === null ? undefined : Number(pause.until)}
}

/** Whether a pause has not run out yet. A pause by the operator never runs out. */
export function isPauseActive({until}: Pause, now: number): boolean {
  if (until === undefined) return true
  return until > now && until <= now + maxPauseAheadMs // beyond that, it was set while the system clock was wrong
}

/** An automatic pause never shortens another pause, and never replaces one by the operator. */
export function* setPause(reason: string, until: number): Steps<void> {
  yield* rows(
    `INSERT INTO signup_pause (id, reason, until) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET reason = ?1, until = ?2
      WHERE signup_pause.reason <> 'operator' AND (signup_pause.until < ?2 OR signup_pause.reason = ?1)`,
    reason,
    until,
  )
}

/** Ends a pause after a successful probe, unless the operator paused the queue. */
export function* endAutomaticPause(): Steps<void> {
  yield* rows(`DELETE FROM signup_pause WHERE reason <> 'operator'`)
}

/** Pauses the queue until the operator resumes it. */
export function* pauseQueue(): Steps<void> {
  yield* rows(
    `INSERT INTO signup_pause (id, reason, until) VALUES (1, 'operator', NULL) ON CONFLICT (id) DO UPDATE SET reason = 'operator', until = NULL`,
  )
}

/** Ends any pause. Returns whether the queue was paused. */
export function* resumeQueue(): Steps<boolean> {
  return (yield* rows(`DELETE FROM signup_pause RETURNING id`)).length > 0
}

import {maxPauseAheadMs, probeIntervalMs, type Pause, type PauseReason} from '../retry-policy.ts'
import {rows, type Steps} from './steps.ts'

/** In place of a form's path: the pause of the operator, which is of all forms. */
const allForms = '*'

/**
 * Checks whether a lead of a form may be sent. After an automatic pause has run out, the first caller gets `probe` and the pause
 * is extended: one lead is sent, and the others wait for its outcome.
 */
export function* checkPause(now: number, form = ''): Steps<'running' | 'probe' | 'paused'> {
  const pause = yield* readPause(form)
  if (!pause) return 'running'
  if (isPauseActive(pause, now)) return 'paused'
  const extended = yield* rows(
    `UPDATE signup_pause SET until = ?1 WHERE form = ?2 AND until = ?3 RETURNING form`,
    now + probeIntervalMs(pause.reason),
    form,
    pause.until,
  )
  return extended.length > 0 ? 'probe' : 'paused' // another process was faster
}

/** Reads whether delivery of a form's leads is paused. */
export function* readPause(form = ''): Steps<Pause | undefined> {
  const pauses = yield* readPauses()
  return pauseOf(pauses, form)
}

/** Reads every pause, by form. There is at most one of each form. */
export function* readPauses(): Steps<ReadonlyMap<string, Pause>> {
  const found = yield* rows<{form: string; reason: PauseReason; until: unknown}>(
    `SELECT form, reason, until FROM signup_pause`,
  )
  return new Map(
    found.map(({form, reason, until}) => [form, {reason, until: until === null ? undefined : Number(until)}]),
  )
}

/** The pause that holds for a form; of any form, if none is given. */
export function pauseOf(pauses: ReadonlyMap<string, Pause>, form?: string): Pause | undefined {
  return pauses.get(allForms) ?? (form === undefined ? [...pauses.values()][0] : pauses.get(form))
}

/** The pause that holds for any of these forms. An automatic one that has run out does not: its next lead is sent. */
export function activePauseOf(
  pauses: ReadonlyMap<string, Pause>,
  forms: readonly string[],
  now: number,
): Pause | undefined {
  return forms.map(form => pauseOf(pauses, form)).find(pause => pause && isPauseActive(pause, now))
}

/** Whether a pause has not run out yet. A pause by the operator never runs out. */
export function isPauseActive({until}: Pause, now: number): boolean {
  if (until === undefined) return true
  return until > now && until <= now + maxPauseAheadMs // beyond that, it was set while the system clock was wrong
}

/** An automatic pause is of one form's account. It never shortens another pause. */
export function* setPause(reason: string, until: number, form = ''): Steps<void> {
  yield* rows(
    `INSERT INTO signup_pause (form, reason, until) VALUES (?3, ?1, ?2) ON CONFLICT (form) DO UPDATE SET reason = ?1, until = ?2
      WHERE signup_pause.until < ?2 OR signup_pause.reason = ?1`,
    reason,
    until,
    form,
  )
}

/** Ends the pause of a form after a successful probe; not that of the operator. */
export function* endAutomaticPause(form = ''): Steps<void> {
  yield* rows(`DELETE FROM signup_pause WHERE form = ?1`, form)
}

/** Pauses delivery of all forms until the operator resumes it. */
export function* pauseQueue(): Steps<void> {
  yield* rows(
    `INSERT INTO signup_pause (form, reason, until) VALUES (?1, 'operator', NULL) ON CONFLICT (form) DO NOTHING`,
    allForms,
  )
}

/** Ends any pause. Returns whether the queue was paused. */
export function* resumeQueue(): Steps<boolean> {
  return (yield* rows(`DELETE FROM signup_pause RETURNING form`)).length > 0
}

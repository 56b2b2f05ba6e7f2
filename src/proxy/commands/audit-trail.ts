import {userInfo} from 'node:os'
import type {OutboxOperator} from '../outbox/sql/outbox-operator.ts'
import type {Io} from './command.ts'

/** What a command is about to do, without personal data. */
export interface AuditedAction {
  action: string
  details?: Record<string, unknown>
}

/**
 * Runs what changes or reveals something. Stores who does it before it begins, and afterwards to how many leads or records:
 * an entry without a number is of a command that was interrupted. Prints the same as a line of JSON for people.
 */
export async function audited<T extends {count: number}>(
  operator: OutboxOperator,
  io: Io,
  {action, details = {}}: AuditedAction,
  run: () => Promise<T>,
): Promise<T> {
  const entry = {at: Date.now(), who: toOperatorName(io), action, details}
  const n = await operator.beginAudit(entry)
  let count: number | undefined
  try {
    const result = await run()
    count = result.count
    await operator.completeAudit(n, count)
    return result
  } finally {
    const {at, ...rest} = entry
    io.remark(JSON.stringify({time: new Date(at).toISOString(), level: 'info', event: 'audit', ...rest, count}))
  }
}

/** The user of the operating system, and who became that user by `sudo`. */
function toOperatorName({env}: Io): string {
  const uid = process.getuid?.()
  const sudo = env.SUDO_USER && /^[\w.@\\-]{1,64}$/.test(env.SUDO_USER) ? env.SUDO_USER : undefined
  return [toUserName(), uid !== undefined && `uid=${uid}`, sudo && `sudo=${sudo}`].filter(Boolean).join(' ')
}

function toUserName(): string | undefined {
  try {
    return userInfo().username
  } catch {
    return undefined // a container's user often has a number only
  }
}

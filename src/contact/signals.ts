/**
 * Names of the bot signals that a form sends with the contact: the honeypot's value (`trap`), the fill time in
 * milliseconds, and the proof of work.
 */
export const signalNames = {trap: 'more_comments', elapsed: 'form_elapsed', proof: 'form_proof'} as const

/**
 * Names of the bot signals that a form sends with the contact: the honeypot's value (`honeypot`), the fill time in
 * milliseconds, and the proof of work.
 */
export const signalNames = {honeypot: 'more_comments', elapsed: 'form_elapsed', proof: 'form_proof'} as const

/** What a form says, beside the contact, of how it was filled in: a field that no person sees, and milliseconds. */
export const signalNames = {trap: 'more_comments', elapsed: 'form_elapsed'} as const

/** What a form says, beside the contact, of how it was filled in: a field that no person sees, milliseconds, and work that it did. */
export const signalNames = {trap: 'more_comments', elapsed: 'form_elapsed', proof: 'form_proof'} as const

/** Whether an argument is the id of a lead: a UUID in lower case. */
export const isLeadId = (id: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)

/** Ids come from the command line; what cannot be an id is not repeated, because it could be personal data. */
export const toPrintableId = (id: string): string => (isLeadId(id) ? id : 'ID')

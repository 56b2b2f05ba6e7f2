/**
 * The answer of a visitor who prefers not to say: a required field is answered with it, and the contact has no gender,
 * since the contact API knows two.
 */
export const undisclosedGender = 'NONE'

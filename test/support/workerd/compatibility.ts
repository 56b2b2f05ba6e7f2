/** Flags of the Worker, as in the sample of its settings. */
export const compatibility = {compatibilityDate: '2026-06-01', compatibilityFlags: ['nodejs_compat']}

import manifest from 'libphonenumber-js/package.json' with {type: 'json'}

/** The version of libphonenumber-js, whose metadata contains the numbering plans. */
export const metadataVersion = manifest.version

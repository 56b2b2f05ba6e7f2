/** Creates a UUID: the end of a blob's URL. `crypto.randomUUID` is missing on pages without TLS. */
export const createKey = () => URL.createObjectURL(new Blob()).slice(-36)

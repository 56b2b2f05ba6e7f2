const entities: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

export const escapeText = (text: string): string => text.replace(/[&<>]/g, character => entities[character]!)

/** An attribute's value in quotes. JSON stays legible in single quotes. */
export function quoteAttribute(value: string): string {
  const quote = value.includes('"') ? "'" : '"'
  return (
    quote + value.replace(/[&<>"']/g, each => (/["']/.test(each) && each !== quote ? each : entities[each]!)) + quote
  )
}

/** JSON for a script element, which `</script>` and `<!--` would end or change. */
export const toScriptJson = (value: unknown): string => JSON.stringify(value, null, 1).replaceAll('<', '\\u003c')

/** A word of a POSIX shell. */
export function quoteShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** A value in a file of environment variables, which shells and `node --env-file` read alike where that is possible. */
export function quoteVariable(text: string): string {
  return text.includes("'") && !/["$`\\\n]/.test(text) ? `"${text}"` : quoteShell(text)
}

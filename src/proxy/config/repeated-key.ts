/**
 * Finds a key that an object of a JSON text has twice, of which `JSON.parse` drops the first value. Returns the keys that lead
 * to it.
 * @param json well-formed
 */
export function findRepeatedKey(json: string): string[] | undefined {
  const colon = /\s*:/y
  const open: {keys: Set<string>; last: string}[] = []
  for (const {0: token, index} of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') open.push({keys: new Set(), last: ''})
    else if (token === '}' || token === ']') open.pop()
    colon.lastIndex = index + token.length
    if (token.startsWith('"') && colon.test(json)) {
      const object = open.at(-1)! // a key is in an object
      object.last = JSON.parse(token) as string
      if (object.keys.has(object.last)) return open.map(({last}) => last)
      object.keys.add(object.last)
    }
  }
  return undefined
}

import * as z from 'zod/mini'

const text = z.string().check(z.maxLength(4000)) // as long as a wording of consent

const records = <Value extends z.core.$ZodType<unknown>>(name: RegExp, value: Value, maxEntries: number) =>
  z
    .record(z.string().check(z.maxLength(40), z.regex(name)), value)
    .check(z.refine(record => Object.keys(record).length <= maxEntries))

const plural = records(/^[a-z]+$/, text, 6)

const schema = z.object({
  /** By attribute name; handlers of events are no attributes of the element. */
  attributes: records(/^(?!on)[a-z]+(?:-[a-z]+)*$/, text, 40),
  /** BCP 47 tag, or one with underscores. */
  lang: z.string().check(z.regex(/^[a-z]{2,8}(?:[-_][a-z0-9]{1,8}){0,3}$/i)),
  /** Overridden texts. Those that depend on a count are not rendered without script. */
  messages: z.pipe(
    z._default(records(/^[a-z_]+$/, z.union([text, plural]), 200), {}),
    z.transform(messages =>
      Object.fromEntries(Object.entries(messages).filter((entry): entry is [string, string] => isText(entry[1]))),
    ),
  ),
  /** The text of the page's own wordings. */
  slots: z._default(z.object({terms: z.optional(text), marketing: z.optional(text), submit: z.optional(text)}), {}),
})

const isText = (value: unknown): value is string => typeof value === 'string'

/** What a form was prerendered from: its page posts it with the form, so that a response can contain the form again. */
export type Prerendered = z.output<typeof schema>

/** Reads the hidden field of a prerendered form, which is untrusted JSON. Returns undefined for anything else. */
export function readPrerendered(value: unknown): Prerendered | undefined {
  if (typeof value !== 'string') return undefined
  try {
    return schema.safeParse(JSON.parse(value)).data
  } catch {
    return undefined
  }
}

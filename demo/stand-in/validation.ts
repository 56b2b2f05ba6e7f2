import * as z from 'zod'

const text = z.string()
const phonePart = z.string().regex(/^\d+$/)

/** The documented parameters. Every other key is a custom field of the account. */
const parameters = z
  .looseObject({
    name_first: text,
    name_last: text,
    email: z.string().includes('@'),
    phone_countrycode: phonePart.max(3),
    phone_number: phonePart.max(15),
    phone: z.string().regex(/^\+?\d+$/),
    city: text,
    country: text,
    region: text,
    zip: text,
    full_address: text,
    born_date: z.iso.datetime(),
    gender: z.enum(['MALE', 'FEMALE']),
    language: z.string().regex(/^[A-Z]{2}$/),
    tags: z.array(text),
    list_subscriptions: z.array(z.strictObject({list_id: text, subscribed: z.boolean()})),
    gdpr_marketing_consent: z.boolean(),
    gdpr_accept_terms: z.boolean(),
    gdpr_date: z.iso.datetime(),
    gdpr_remote_ip: z.union([z.ipv4(), z.ipv6()]),
    email_validation: z.strictObject({
      validate: z.boolean().optional(),
      create_if_invalid: z.boolean().optional(),
      create_if_no_credit: z.boolean().optional(),
    }),
    device_id: text,
    user_id: text,
    facebook_id: text,
    facebook_friends: z.number(),
    google_id: text,
    twitter_id: text,
    twitter_followers: z.number(),
    last_latitude: z.number(),
    last_longitude: z.number(),
  })
  .partial()

/** Returns the error message for an invalid body, or undefined. */
export function validationError(body: unknown): string | undefined {
  const result = parameters.safeParse(body)
  if (!result.success) return `Invalid ${result.error.issues.map(({path}) => path.join('.') || 'body').join(', ')}`
  const {email, phone, phone_countrycode, phone_number} = result.data
  const isReachable = email || phone || (phone_countrycode && phone_number)
  return isReachable ? undefined : 'Either email or phone is required'
}

import * as z from 'zod/mini'

const text = z.string()
const number = z.number()
const boolean = z.boolean()
const phonePart = (maxLength: number) => z.string().check(z.regex(/^\d+$/), z.maxLength(maxLength))

/** The documented parameters. Every other key is a custom field of the account. */
const parameters = z.partial(
  z.looseObject({
    name_first: text,
    name_last: text,
    email: z.string().check(z.includes('@')),
    phone_countrycode: phonePart(3),
    phone_number: phonePart(15),
    phone: z.string().check(z.regex(/^\+?\d+$/)),
    city: text,
    country: text,
    region: text,
    zip: text,
    full_address: text,
    born_date: z.iso.datetime(),
    gender: z.enum(['MALE', 'FEMALE']),
    language: z.string().check(z.regex(/^[A-Z]{2}$/)),
    tags: z.array(text),
    list_subscriptions: z.array(z.strictObject({list_id: text, subscribed: boolean})),
    gdpr_marketing_consent: boolean,
    gdpr_accept_terms: boolean,
    gdpr_date: z.iso.datetime(),
    gdpr_remote_ip: z.union([z.ipv4(), z.ipv6()]),
    email_validation: z.partial(
      z.strictObject({validate: boolean, create_if_invalid: boolean, create_if_no_credit: boolean}),
    ),
    device_id: text,
    user_id: text,
    facebook_id: text,
    facebook_friends: number,
    google_id: text,
    twitter_id: text,
    twitter_followers: number,
    last_latitude: number,
    last_longitude: number,
  }),
)

/** Returns the error message for an invalid body, or undefined. */
export function findParameterError(body: unknown): string | undefined {
  const result = parameters.safeParse(body)
  if (!result.success) return `Invalid ${result.error.issues.map(({path}) => path.join('.') || 'body').join(', ')}`
  const {email, phone, phone_countrycode, phone_number} = result.data
  const isReachable = email || phone || (phone_countrycode && phone_number)
  return isReachable ? undefined : 'Either email or phone is required'
}

import * as z from 'zod/mini'
import {proxySettings} from './settings.ts'

/** A schema without its default, and without being optional or read-only. */
type Bare<S> =
  S extends z.ZodMiniDefault<infer Inner>
    ? Bare<Inner>
    : S extends z.ZodMiniOptional<infer Inner>
      ? Bare<Inner>
      : S extends z.ZodMiniReadonly<infer Inner>
        ? Bare<Inner>
        : S

function toBare<S extends z.ZodMiniType>(schema: S): Bare<S> {
  const {innerType} = schema._zod.def as {innerType?: z.ZodMiniType} // only these three have one
  return (innerType ? toBare(innerType) : schema) as Bare<S>
}

/** A property that has the option's rules but not its default: what a form does not name may come from the environment. */
function property<S extends z.ZodMiniType>({option}: {option: S}, description: string) {
  const bare = toBare(option) as z.ZodMiniType
  return z.optional(bare.check(z.describe(description))) as unknown as z.ZodMiniOptional<Bare<S>>
}

const settings = proxySettings
const isSet = z.literal(true, 'expected true')

/** What the file says about one form, under the names of the options of `createProxy`. */
export const formSchema = z.strictObject({
  url: property(settings.url, 'Base URL of the contact API; needs an account of its own. Default: CONTACT_API_URL'),
  accountId: property(
    settings.accountId,
    'Id of the account at the contact API. Default: the account of the environment',
  ),
  accountSecretFile: z.optional(
    z
      .string('expected the path of a file')
      .check(
        z.minLength(1, 'expected the path of a file'),
        z.describe('Path of the file that holds the secret of the account, from the folder of this file'),
      ),
  ),
  allowedOrigins: property(settings.allowedOrigins, 'Origins whose pages may post. Default: ALLOWED_ORIGINS'),
  allowedLists: property(settings.allowedLists, 'Ids of audience lists. Default: ALLOWED_LISTS, of the same account'),
  allowedTags: property(settings.allowedTags, 'Tags that a page may set. Default: ALLOWED_TAGS, of the same account'),
  allowedFields: property(settings.allowedFields, 'Custom fields. Default: ALLOWED_FIELDS, of the same account'),
  countryAs: property(settings.countryAs, 'How the contact API gets the country. Default: COUNTRY_AS'),
  listSubscriptionsAs: property(settings.listSubscriptionsAs, 'How it gets lists. Default: LIST_SUBSCRIPTIONS_AS'),
  emailValidation: z.optional(
    z
      .union(
        [
          z.literal(false),
          z.strictObject({
            validate: isSet,
            create_if_invalid: z.optional(isSet),
            create_if_no_credit: z.optional(isSet),
          }),
        ],
        'expected false, or {"validate": true} with create_if_invalid or create_if_no_credit',
      )
      .check(z.describe('Has the contact API verify the address. Default: EMAIL_VALIDATION, of the same account')),
  ),
  rateLimitAddress: property(
    settings.rateLimitAddress,
    'Leads per seconds of one address. Default: RATE_LIMIT_ADDRESS',
  ),
  rateLimitPerson: property(settings.rateLimitPerson, 'Leads per seconds of one person. Default: RATE_LIMIT_PERSON'),
  rateLimitTotal: property(settings.rateLimitTotal, 'Leads per seconds in total. Default: RATE_LIMIT_TOTAL'),
  minFillTime: property(settings.minFillTime, 'Milliseconds; faster forms are quarantined. Default: MIN_FILL_TIME'),
  proofOfWork: property(settings.proofOfWork, 'Requires a proof of work with each lead. Default: PROOF_OF_WORK'),
  successUrl: property(settings.successUrl, 'Where a form without script is redirected to. Default: SUCCESS_URL'),
  unknownOutcome: property(settings.unknownOutcome, 'What to do about unknown outcomes. Default: UNKNOWN_OUTCOME'),
})

export type FormEntry = z.output<typeof formSchema>

/** The whole file: forms by the paths to which they post. */
export const formsSchema = z.catchall(z.strictObject({$schema: z.optional(z.string())}), formSchema)

/** The JSON schema of the file, for editors. It has the names and types; the proxy checks more. */
export function createFormsSchema(): object {
  const {additionalProperties, ...schema} = z.toJSONSchema(formsSchema, {io: 'input', unrepresentable: 'any'})
  return {
    ...schema,
    title: 'Forms of the contact-signup proxy (FORMS_FILE)',
    minProperties: 1,
    patternProperties: {'^/': additionalProperties},
    additionalProperties: false,
  }
}

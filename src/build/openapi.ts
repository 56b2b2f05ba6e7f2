import * as z from 'zod/mini'
import {issueCodes} from '../contact/issues.ts'
import {maxLengths} from '../contact/max-lengths.ts'
import {contactSchema} from '../contact/schema.ts'
import {problemStatuses} from '../contact/wire.ts'

type Schema = Record<string, unknown>
const ref = (name: string) => ({$ref: `#/components/schemas/${name}`})
const texts = (maxItems: number) => ({type: 'array', maxItems, items: {type: 'string', maxLength: 100}})

/** What the zod schema checks by code, which JSON Schema has to be told. */
const refinements: Readonly<Record<string, Schema>> = {
  email: {format: 'email'},
  phone: {description: 'As typed, or international: +44 7400 123456. It takes the place of the pair.'},
  phone_country: {description: 'ISO 3166-1 alpha-2, for a phone without its calling code.', examples: ['GB']},
  country: {description: 'ISO 3166-1 alpha-2.', examples: ['GB']},
  born_date: {format: 'date'},
  gender: {examples: ['MALE', 'FEMALE']},
  language: {description: 'BCP 47 tag.', examples: ['en']},
  tags: texts(50),
  list_ids: {...texts(50), description: 'Audience lists; the contact is subscribed only with gdpr_marketing_consent.'},
  facebook_friends: {type: 'integer', minimum: 0},
  twitter_followers: {type: 'integer', minimum: 0},
  last_latitude: {type: 'number', minimum: -90, maximum: 90},
  last_longitude: {type: 'number', minimum: -180, maximum: 180},
}

function toContactSchema(): Schema {
  const {$schema: _dialect, ...schema} = z.toJSONSchema(contactSchema, {io: 'input', unrepresentable: 'any'})
  const limits: Readonly<Record<string, number>> = maxLengths
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    {...(property as Schema), ...(limits[name] && {maxLength: limits[name]}), ...refinements[name]},
  ])
  return {
    ...schema,
    description:
      'A contact by the names of the contact API. An e-mail or a phone is required; any other name is a custom field.',
    properties: Object.fromEntries(properties) as Schema,
    additionalProperties: {type: ['string', 'number', 'boolean', 'array']},
  }
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. It repeats nothing that was sent, and nothing that the contact API said.',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: {const: 'about:blank'},
    title: {type: 'string'},
    status: {type: 'integer'},
    code: {type: 'string'},
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code'],
        properties: {field: {type: 'string'}, code: {enum: issueCodes}},
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
}

/** A response for each status of the closed set of codes. `bad_gateway` is the form's own. */
function toProblems(): Record<string, Schema> {
  const codes = Object.entries(problemStatuses).filter(([code]) => code !== 'bad_gateway')
  return Object.fromEntries(
    [...new Set(Object.values(problemStatuses))].map(status => {
      const names = codes.filter(([, other]) => other === status).map(([code]) => code)
      const schema = {allOf: [ref('Problem'), {properties: {status: {const: status}, code: {enum: names}}}]}
      const retry = {'Retry-After': {description: 'Seconds.', schema: {type: 'integer'}}}
      return [
        status,
        {
          description: names.join(', '),
          ...([429, 503].includes(status) && {headers: retry}),
          content: {'application/problem+json': {schema}},
        },
      ]
    }),
  )
}

const receipt = (status: 'created' | 'accepted', description: string) => ({
  description,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['status'],
        properties: {status: {const: status}},
        additionalProperties: false,
      },
    },
  },
})

/** The wire between form and proxy as an OpenAPI description, from the schema and the codes that both sides use. */
export function createOpenApi(version: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'contact-signup proxy',
      version,
      description: 'What a form posts to the proxy, and how the proxy responds. SIGNUP_PATH sets the path.',
      license: {name: 'MIT', identifier: 'MIT'},
    },
    servers: [{url: 'http://127.0.0.1:8787'}],
    security: [],
    paths: {
      '/api/signup': {
        post: {
          operationId: 'submitContact',
          summary: 'Submit a contact',
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              description: 'Names one submission, also when it is sent again.',
              schema: {type: 'string', format: 'uuid'},
            },
          ],
          requestBody: {required: true, content: {'application/json': {schema: ref('Contact')}}},
          responses: {
            '201': receipt('created', 'The contact API has the contact.'),
            '202': receipt('accepted', 'The lead is stored, and delivery goes on.'),
            ...toProblems(),
          },
        },
      },
    },
    components: {schemas: {Contact: toContactSchema(), Problem: problemSchema}},
  }
}

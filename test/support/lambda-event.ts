interface Fields {
  method?: string
  path?: string
  query?: string
  headers?: Record<string, string>
  body?: string
  isBase64Encoded?: boolean
}

/** An event as a function URL sends it (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html). */
export function functionUrlEvent({
  method = 'POST',
  path = '/api/signup',
  query = '',
  headers = {},
  ...content
}: Fields) {
  const domainName = 'abcdefghij.lambda-url.eu-central-1.on.aws'
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: {
      'x-amzn-tls-version': 'TLSv1.3',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      'x-forwarded-for': '203.0.113.9',
      'x-amzn-trace-id': 'Root=1-6929f0a1-3f1e8a0b5c2d4e6f7a8b9c0d',
      host: domainName,
      accept: '*/*',
      ...(content.body === undefined ? {} : {'content-length': String(content.body.length)}),
      ...headers,
    },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'abcdefghij',
      domainName,
      domainPrefix: 'abcdefghij',
      http: {method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'Mozilla/5.0'},
      requestId: '0b5c2d4e-6f7a-8b9c-0d1e-2f3a4b5c6d7e',
      routeKey: '$default',
      stage: '$default',
      time: '29/Nov/2026:01:00:00 +0000',
      timeEpoch: 1_795_914_000_000,
    },
    isBase64Encoded: false,
    ...content,
  }
}

/** An event of an HTTP API, on a domain of its own, with payload format 2.0. */
export function httpApiEvent(fields: Fields) {
  const event = functionUrlEvent(fields)
  const routeKey = `${event.requestContext.http.method} /api/signup`
  const domainName = 'forms.example.com'
  return {
    ...event,
    routeKey,
    headers: {...event.headers, host: domainName},
    cookies: ['session=1'],
    pathParameters: {},
    stageVariables: {},
    requestContext: {...event.requestContext, accountId: '123456789012', domainName, domainPrefix: 'forms', routeKey},
  }
}

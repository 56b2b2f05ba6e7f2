import {getProxy} from './lib/signup.js'

/** For events of a function URL, or of an HTTP API with payload format 2.0. */
export async function handler(event) {
  const {sourceIp} = event.requestContext.http
  const response = await getProxy()(toRequest(event), {remoteAddress: sourceIp})
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  }
}

/** For a schedule of EventBridge. */
export async function deliver() {
  return getProxy().deliverDue({timeLimitMs: 25_000})
}

function toRequest({rawPath, rawQueryString, headers, body, isBase64Encoded, requestContext}) {
  const {domainName, http} = requestContext
  const query = rawQueryString ? `?${rawQueryString}` : ''
  return new Request(`https://${domainName}${rawPath}${query}`, {
    method: http.method,
    headers,
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  })
}

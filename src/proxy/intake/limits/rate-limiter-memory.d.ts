/** The only file of the library that does not depend on Node. */
declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
  import {RateLimiterMemory} from 'rate-limiter-flexible'
  export default RateLimiterMemory
}

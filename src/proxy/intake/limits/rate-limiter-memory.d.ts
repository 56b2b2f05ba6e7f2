/** The one file of the library that needs nothing of Node. */
declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
  import {RateLimiterMemory} from 'rate-limiter-flexible'
  export default RateLimiterMemory
}

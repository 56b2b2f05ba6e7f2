/** What is used of the module that workerd provides. The package's users need no types of Cloudflare. */
declare module 'cloudflare:workers' {
  export class DurableObject<Env = unknown> {
    protected ctx: {
      storage: unknown
      blockConcurrencyWhile<T>(run: () => Promise<T>): Promise<T>
    }
    protected env: Env
    constructor(ctx: unknown, env: Env)
  }
}

// What the Workers runtime has beyond the web's standards, as far as it is used.
declare module 'cloudflare:workers' {
  /** The bindings and settings of `wrangler.toml`, and the secrets. */
  export const env: object;
  /** Keeps the request that is being answered alive until the work is done. */
  export function waitUntil(work: Promise<unknown>): void;
}

interface CacheStorage {
  /** The cache of the data centre that answers. */
  readonly default: import('@cloudflare/workers-types').Cache;
}

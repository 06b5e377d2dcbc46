// Hono with the one router that can hold our routes.
import type { Hono } from 'hono';
import { HonoBase } from 'hono/hono-base';
import { TrieRouter } from 'hono/router/trie-router';

/**
 * An application without routes. Hono's own preset tries a second router first, which refuses
 * paths such as `/:part{…\.xml}`: the Worker need not carry it.
 */
export function createRoutes(): Hono {
  return new HonoBase({ router: new TrieRouter() });
}

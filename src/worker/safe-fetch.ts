// SafeFetch on Workers: `fetch`, which reaches only the public internet (`wrangler.toml`).
import {
  type Answer,
  callbackProblem,
  readBeginning,
  retryAfterOf,
  type SafeFetch,
  TIMEOUT_MS,
} from '../hub/index.ts';

/**
 * @param allowPrivate calls every address: for tests on one machine
 * @param timeoutMs how long a request may take
 */
export function createSafeFetch(allowPrivate: boolean, timeoutMs = TIMEOUT_MS): SafeFetch {
  return async (url, { method, headers, body }): Promise<Answer> => {
    const problem = callbackProblem(url, allowPrivate);
    if (problem) throw new Error(`the callback may not be called: ${problem}`);
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'User-Agent': 'Broadsheet (WebSub hub)' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { body }),
    });
    return {
      status: response.status,
      retryAfter: retryAfterOf(response.headers.get('Retry-After')),
      body: response.body ? await readBeginning(response.body) : '',
    };
  };
}

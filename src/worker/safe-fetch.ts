// SafeFetch on Workers: `fetch`, which reaches only the public internet (`wrangler.toml`).
import {
  ANSWER_LIMIT,
  type Answer,
  callbackProblem,
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
      body: await beginningOf(response),
    };
  };
}

/** The beginning of an answer's body; the rest is not read. */
async function beginningOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    // Leaving the loop cancels the rest.
    if (text.length > ANSWER_LIMIT) break;
  }
  return text.slice(0, ANSWER_LIMIT);
}

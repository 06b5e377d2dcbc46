// SafeFetch at the edge: `fetch`, which reaches the public internet alone (`wrangler.toml`).
import { callbackProblem } from '../hub/callback.ts';
import {
  ANSWER_LIMIT,
  type Answer,
  PATIENCE,
  retryAfterOf,
  type SafeFetch,
} from '../hub/safe-fetch.ts';

/**
 * @param allowPrivate calls every address: for tests on one machine
 * @param patience milliseconds that an request may take
 */
export function createSafeFetch(allowPrivate: boolean, patience = PATIENCE): SafeFetch {
  return async (url, { method, headers, body }): Promise<Answer> => {
    const problem = callbackProblem(url, allowPrivate);
    if (problem) throw new Error(`the callback may not be called: ${problem}`);
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'User-Agent': 'Broadsheet (WebSub hub)' },
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      ...(body && { body }),
    });
    return {
      status: response.status,
      retryAfter: retryAfterOf(response.headers.get('Retry-After')),
      body: await beginningOf(response),
    };
  };
}

/** Reads what is looked at of an answer, and no more. */
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

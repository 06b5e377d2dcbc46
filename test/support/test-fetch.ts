// SafeFetch for tests: gives up soon only what is known to get no answer, however slow the machine.
import type { SafeFetch } from '../../src/hub/index.ts';

/** Whether a subscriber of tests leaves this request unanswered: `POST /silent/POST`. */
export function isSilent(method: string, path: string): boolean {
  return path === `/silent/${method}`;
}

/** @param create makes the SafeFetch of a runtime, given the milliseconds that a request may take */
export function createTestFetch(create: (timeoutMs: number) => SafeFetch): SafeFetch {
  const [soon, patient] = [create(200), create(600_000)];
  return (url, request) => {
    const safeFetch = isSilent(request.method, new URL(url).pathname) ? soon : patient;
    return safeFetch(url, request);
  };
}

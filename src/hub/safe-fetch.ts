// SafeFetch: sends the hub's requests to strangers' servers; each runtime has its own.

export interface OutgoingRequest {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
}

export interface Answer {
  status: number;
  /** Seconds of `Retry-After`; 0 without it. */
  retryAfter: number;
  /** The first 4,096 characters. */
  body: string;
}

/**
 * Sends one request and waits for the answer, for a bounded time. Redirects are returned, not
 * followed.
 *
 * @throws Error where the address must not be called, or no answer comes
 */
export type SafeFetch = (url: string, request: OutgoingRequest) => Promise<Answer>;

/** Characters of an answer that are read. */
const ANSWER_LIMIT = 4096;

/** The beginning of an answer's body. No more is read: nobody may keep the hub busy reading. */
export async function readBeginning(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of body) {
    text += decoder.decode(part, { stream: true });
    // Leaving the loop cancels the rest, or closes the connection.
    if (text.length > ANSWER_LIMIT) break;
  }
  return text.slice(0, ANSWER_LIMIT);
}

/** Milliseconds that a request may take in all. */
export const TIMEOUT_MS = 10_000;

/** Seconds of a `Retry-After` (RFC 9110 §10.2.3); its form as a date is taken for none. */
export function retryAfterOf(field: string | null | undefined): number {
  return field && /^\d{1,9}$/.test(field) ? Number(field) : 0;
}

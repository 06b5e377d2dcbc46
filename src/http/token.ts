// Middleware that lets only requests with a token through; the others get a 401.
import type { MiddlewareHandler } from 'hono';
import { timingSafeEqual } from 'hono/utils/buffer';
import type { Say } from '../site/failure.ts';
import { Failure } from './failure.ts';

export interface Challenge {
  /** What the 401 asks for: value of `WWW-Authenticate`, such as `Bearer realm="publishing"`. */
  challenge: string;
  /** What the 401 says. */
  sentence: Say;
  /**
   * Whether the token may come as a password (RFC 7617), with any name. A browser sends a password
   * with every request, also with one that another site causes: only where nothing is changed.
   */
  asPassword?: boolean;
  /** More headers of the 401. */
  headers?: Record<string, string>;
}

/**
 * The token is expected in `Authorization`, as `Bearer` (RFC 6750 §2.1).
 *
 * @throws Failure where it is missing or wrong
 */
export function requireToken(
  token: string,
  { challenge, sentence, asPassword = false, headers }: Challenge,
): MiddlewareHandler {
  return async (c, next) => {
    const field = c.req.header('Authorization') ?? '';
    const sent = bearerOf(field) ?? (asPassword ? passwordOf(field) : null) ?? '';
    if (await timingSafeEqual(sent, token)) return next();
    throw new Failure(401, sentence, { headers: { ...headers, 'WWW-Authenticate': challenge } });
  };
}

function bearerOf(field: string): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(field)?.[1];
}

function passwordOf(field: string): string | null {
  const encoded = /^Basic +([\w+/=]+) *$/i.exec(field)?.[1];
  try {
    return encoded ? atob(encoded).replace(/^[^:]*:/, '') : null;
  } catch {
    return null;
  }
}

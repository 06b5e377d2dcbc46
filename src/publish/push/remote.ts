// A server that takes publications: HTTP requests, repeated where that may help.
import type { SourceTable } from '../../article/sources.ts';
import type { Manifest } from '../../store/manifest.ts';
import type { StagedArticle } from '../../store/publication.ts';
import { backoff } from '../retry.ts';
import type { Rejection } from './check.ts';

/** A push that cannot go on, in one line. */
export class PushError extends Error {}
/** Something else was published since the push began. */
export class ConflictError extends PushError {}

/** One push: the revision it starts from, and its name. */
export interface Push {
  base: number;
  name: string;
}

/** The server's answer to a batch. */
interface Staged {
  staged: number;
  rejected: Rejection[];
}

export interface RemoteOptions {
  /** Absolute URL of the site. */
  url: string;
  token: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Waits, in milliseconds. */
  sleep: (delay: number) => Promise<unknown>;
}

export type Remote = ReturnType<typeof openRemote>;

/** Milliseconds that one answer may take. */
const TIMEOUT = 120_000;

/** Opens a server. All methods throw PushError, and ConflictError where another push came first. */
export function openRemote({ url, token, fetch, sleep }: RemoteOptions) {
  const root = `${url.replace(/\/+$/, '')}/publishing`;

  /** Sends until there is an answer that repeating would not change. */
  const call = async <T>(method: string, path: string, content?: unknown): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const init: RequestInit = {
        method,
        redirect: 'manual',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT),
        ...(content !== undefined && { body: JSON.stringify(content) }),
      };
      const answer = await fetch(root + path, init).catch((error: Error) => error);
      const delay = repeatAfter(attempt, answer, Math.random(), Date.now());
      if (delay !== null) await sleep(delay);
      else if (answer instanceof Error) throw silence(url, answer);
      else if (answer.ok || answer.status === 422) return (await answer.json()) as T;
      else throw await refusal(url, answer);
    }
  };
  const at = ({ base, name }: Push) => `/${base}/${name}`;

  return {
    async manifest(): Promise<Manifest> {
      const versions: Manifest['versions'] = [];
      for (let revision: number | null = null; ; ) {
        const after = versions.at(-1)?.[0] ?? '';
        const page = await call<Manifest>('GET', `/manifest?after=${after}`);
        if (revision !== null && page.revision !== revision) throw conflict(url);
        if (page.versions.length === 0) return { ...page, versions };
        revision = page.revision;
        versions.push(...page.versions);
      }
    },
    async stagedIds(push: Push): Promise<Set<string>> {
      return new Set((await call<{ ids: string[] }>('GET', at(push))).ids);
    },
    stage: (push: Push, articles: StagedArticle[]) =>
      call<Staged>('PUT', `${at(push)}/articles`, { articles }),
    withdraw: (push: Push, ids: string[]) =>
      call<Staged>('DELETE', `${at(push)}/articles`, { ids }),
    /** Publishes what was staged, and the table of sources if there is one. */
    commit: (push: Push, sources: SourceTable | null) =>
      call<{ revision: number }>(
        'POST',
        at(push),
        sources ? { sources: Object.fromEntries(sources) } : undefined,
      ),
    /** One step of the search index; whether it is up to date now. */
    index: async () => (await call<{ done: boolean }>('POST', '/index')).done,
  };
}

const ATTEMPTS = 7;
const PAUSES = { first: 500, longest: 30_000 };
/** A server that asks for a longer pause than this is down. */
const LONGEST_WISH = 300_000;

/**
 * Whether to repeat a request: after no answer, 429 and 5xx, and not before `Retry-After` allows
 * it (RFC 9110 §10.2.3).
 *
 * @param attempt number of attempts made, from 1
 * @param random 0 ≤ random < 1
 * @param now the clock, epoch milliseconds
 * @returns the pause in milliseconds, or null where the answer is final
 */
export function repeatAfter(
  attempt: number,
  answer: Response | Error,
  random: number,
  now: number,
): number | null {
  const failed =
    answer instanceof Error ||
    answer.status === 429 ||
    // What is not implemented will not be (RFC 9110 §15.6.2).
    (answer.status >= 500 && answer.status !== 501);
  if (!failed || attempt >= ATTEMPTS) return null;
  const field = (answer instanceof Error ? null : answer.headers.get('Retry-After')) ?? '0';
  const wish = /^\d+$/.test(field) ? Number(field) * 1000 : Date.parse(field) - now || 0;
  return wish > LONGEST_WISH ? null : backoff(attempt, random, PAUSES, wish);
}

function conflict(url: string): ConflictError {
  return new ConflictError(
    `${url}: something else was published meanwhile, nothing of this push; push again`,
  );
}

function silence(url: string, error: Error): PushError {
  const { message } = (error.cause as Error | undefined) ?? error;
  return new PushError(`${url} does not answer: ${message}`);
}

async function refusal(url: string, answer: Response): Promise<PushError> {
  const location = answer.headers.get('Location');
  if (answer.status === 409) return conflict(url);
  if (location) {
    return new PushError(`${url} has moved; expected the address it moved to: ${location}`);
  }
  const [text = ''] = (await answer.text()).split('\n', 1);
  const known: Record<number, string> = {
    401: `${url}: the token is wrong; expected PUBLISH_TOKEN as it is set there`,
    404: `${url} takes no publications; expected a Broadsheet that has a PUBLISH_TOKEN`,
  };
  return new PushError(
    known[answer.status] ?? `${url} answered ${answer.status}: ${text.slice(0, 200)}`,
  );
}

// A server that takes publications: HTTP requests, repeated where that may help.
import type { SourceTable } from '../../article/sources.ts';
import type { Manifest } from '../../store/manifest.ts';
import type { StagedArticle } from '../../store/publication.ts';
import { backoff } from '../retry.ts';
import type { Rejection } from './check.ts';

/** A push that cannot go on, in one line. */
export class PushError extends Error {}

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

/** Opens a server. All methods throw PushError. */
export function openRemote({ url, token, fetch, sleep }: RemoteOptions) {
  const root = `${url.replace(/\/+$/, '')}/publishing`;

  /** Sends until there is an answer that repeating would not change. */
  const send = async (method: string, path: string, content?: unknown): Promise<Response> => {
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
      else if (!(answer instanceof Error)) return answer;
      else {
        const { message } = (answer.cause as Error | undefined) ?? answer;
        throw new PushError(`${url} does not answer: ${message}`);
      }
    }
  };

  const call = async <T>(method: string, path: string, content?: unknown): Promise<T> => {
    const answer = await send(method, path, content);
    if (answer.ok || answer.status === 422) return (await answer.json()) as T;
    throw new PushError(await complaint(url, answer));
  };
  const at = ({ base, name }: Push) => `/${base}/${name}`;

  return {
    async manifest(): Promise<Manifest> {
      const versions: Manifest['versions'] = [];
      for (let revision: number | null = null; ; ) {
        const after = versions.at(-1)?.[0] ?? '';
        const page = await call<Manifest>('GET', `/manifest?after=${after}`);
        if (revision !== null && page.revision !== revision) throw new PushError(conflict(url));
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
    /** Publishes what was staged, and the sources if any; null: something else was published. */
    async commit(push: Push, sources: SourceTable | null): Promise<{ revision: number } | null> {
      const content = sources ? { sources: Object.fromEntries(sources) } : undefined;
      const answer = await send('POST', at(push), content);
      if (answer.status === 409) return null;
      if (answer.ok) return (await answer.json()) as { revision: number };
      throw new PushError(await complaint(url, answer));
    },
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
  const failed = answer instanceof Error || answer.status === 429 || answer.status >= 500;
  if (!failed || attempt >= ATTEMPTS) return null;
  const field = (answer instanceof Error ? null : answer.headers.get('Retry-After')) ?? '0';
  const wish = /^\d+$/.test(field) ? Number(field) * 1000 : Date.parse(field) - now || 0;
  return wish > LONGEST_WISH ? null : backoff(attempt, random, PAUSES, wish);
}

/** The message where another push came first. */
export function conflict(url: string): string {
  return `${url}: something else was published meanwhile, nothing of this push; push again`;
}

async function complaint(url: string, answer: Response): Promise<string> {
  const location = answer.headers.get('Location');
  if (location) return `${url} has moved; expected the address it moved to: ${location}`;
  if (answer.status === 401) {
    return `${url}: the token is wrong; expected PUBLISH_TOKEN as it is set there`;
  }
  if (answer.status === 404) {
    return `${url} takes no publications; expected a Broadsheet that has a PUBLISH_TOKEN`;
  }
  if (answer.status === 409) return conflict(url);
  const text = (await answer.text()).split('\n', 1)[0]?.slice(0, 200);
  return `${url} answered ${answer.status}: ${text}`;
}

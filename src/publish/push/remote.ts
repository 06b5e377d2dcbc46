// What a push asks of a server → HTTP requests, repeated where that may help.

import type { SourceTable } from '../../article/sources.ts';
import type { Manifest } from '../../store/manifest.ts';
import type { StagedArticle } from '../../store/publication.ts';
import type { Rejection } from './check-article.ts';
import { type Outcome, retryDelay } from './retry.ts';

/** A push that cannot go on, in one line. */
export class PushError extends Error {}

/** One push: the revision it starts from, and its name. */
export interface Push {
  base: number;
  name: string;
}

/** What became of a batch. */
export interface Staged {
  staged: number;
  rejected: Rejection[];
}

/** A server that takes publications. All methods throw PushError. */
export interface Remote {
  manifest(): Promise<Manifest>;
  stagedIds(push: Push): Promise<Set<string>>;
  stage(push: Push, articles: StagedArticle[]): Promise<Staged>;
  withdraw(push: Push, ids: string[]): Promise<Staged>;
  /**
   * Publishes what was staged, and a table of sources if one is given.
   *
   * @returns null where something else was published since the push began
   */
  commit(push: Push, sources: SourceTable | null): Promise<{ revision: number } | null>;
  /** One step of the search index; whether it is up to date now. */
  index(): Promise<boolean>;
}

export interface RemoteOptions {
  /** Absolute URL of the site. */
  url: string;
  token: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Waits, in milliseconds. */
  sleep: (delay: number) => Promise<unknown>;
}

/** How long one answer may take, in milliseconds. */
const PATIENCE = 120_000;

export function openRemote({ url, token, fetch, sleep }: RemoteOptions): Remote {
  const root = `${url.replace(/\/+$/, '')}/publishing`;

  /** Sends until there is an answer that repeating would not change. */
  const send = async (method: string, path: string, content?: unknown): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      const init: RequestInit = {
        method,
        redirect: 'manual',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        signal: AbortSignal.timeout(PATIENCE),
        ...(content !== undefined && { body: JSON.stringify(content) }),
      };
      const answer = await fetch(root + path, init).catch((error: Error) => error);
      const outcome: Outcome =
        answer instanceof Error
          ? null
          : { status: answer.status, retryAfter: answer.headers.get('Retry-After') };
      const delay = retryDelay(attempt, outcome, Math.random(), Date.now());
      if (delay !== null) {
        await sleep(delay);
        continue;
      }
      if (answer instanceof Error) {
        const { message } = (answer.cause as Error | undefined) ?? answer;
        throw new PushError(`${url} does not answer: ${message}`);
      }
      return answer;
    }
  };

  const call = async <T>(method: string, path: string, content?: unknown): Promise<T> => {
    const answer = await send(method, path, content);
    if (answer.ok || answer.status === 422) return (await answer.json()) as T;
    throw new PushError(await complaint(url, answer));
  };
  const at = ({ base, name }: Push) => `/${base}/${name}`;

  return {
    async manifest() {
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
    async stagedIds(push) {
      return new Set((await call<{ ids: string[] }>('GET', at(push))).ids);
    },
    stage: (push, articles) => call('PUT', `${at(push)}/articles`, { articles }),
    withdraw: (push, ids) => call('DELETE', `${at(push)}/articles`, { ids }),
    index: async () => (await call<{ done: boolean }>('POST', '/index')).done,
    async commit(push, sources) {
      const content = sources && { sources: Object.fromEntries(sources) };
      const answer = await send('POST', at(push), content ?? undefined);
      if (answer.status === 409) return null;
      if (answer.ok) return (await answer.json()) as { revision: number };
      throw new PushError(await complaint(url, answer));
    },
  };
}

/** What is said where another push came first. */
export function conflict(url: string): string {
  return `${url}: something else was published meanwhile, nothing of this push; push again`;
}

async function complaint(url: string, answer: Response): Promise<string> {
  const location = answer.headers.get('Location');
  if (location) return `${url} has moved; expected the address it moved to: ${location}`;
  switch (answer.status) {
    case 401:
      return `${url}: the token is wrong; expected PUBLISH_TOKEN as it is set there`;
    case 404:
      return `${url} takes no publications; expected a Broadsheet that has a PUBLISH_TOKEN`;
    case 409:
      return conflict(url);
    default: {
      const text = (await answer.text()).split('\n', 1)[0]?.slice(0, 200);
      return `${url} answered ${answer.status}: ${text}`;
    }
  }
}

// A home of Broadsheet for tests: the application on Node, or in workerd, behind its front door.

import { normaliseUrl, uuidOf } from '../../src/article/identity.ts';
import { articleVersion } from '../../src/article/types.ts';
import type { Site } from '../../src/feed/types.ts';
import { digest } from '../../src/node/parser.ts';
import type { StagedArticle } from '../../src/store/publication.ts';
import { HOME, type RawHome } from './which.ts';

export const SITE: Site = {
  url: 'https://feeds.example',
  title: '宽报',
  description: '新闻 & more',
  language: 'zh-Hans',
  author: 'The Editors',
  timeZone: 'UTC',
  items: 50,
};

/** What a publisher must know. */
export const TOKEN = 'a-token-of-the-tests-0123456789-abcdef';

export type Request = (path: string, init?: RequestInit) => Promise<Response>;

export interface TestHome {
  app: { request: Request };
  /** The store behind it, to look into; closed, the home answers nothing any more. */
  db: RawHome['db'];
  /** Publishes articles and withdrawals, as at the given time. */
  publish(articles: StagedArticle[], withdrawn?: string[], now?: number): Promise<void>;
}

/** Opens a home with an empty database; which of the two, the set-up of the tests says. */
export async function openHome(site: Site = SITE): Promise<TestHome> {
  return homeOf(await HOME.open(site, TOKEN));
}

export function homeOf({ request, setClock, db }: RawHome): TestHome {
  return {
    app: { request },
    db,
    async publish(articles, withdrawn = [], now = Date.UTC(2024, 5, 1)) {
      setClock(now);
      const { revision } = await send(request, 'GET', 'manifest');
      const push = `${revision}/test`;
      if (articles.length > 0) await send(request, 'PUT', `${push}/articles`, { articles });
      if (withdrawn.length > 0) {
        await send(request, 'DELETE', `${push}/articles`, { ids: withdrawn });
      }
      await send(request, 'POST', push);
    },
  };
}

/** Asks as a client that follows redirects does. */
export async function follow({ app }: Pick<TestHome, 'app'>, path: string): Promise<Response> {
  const answer = await app.request(path, { redirect: 'manual' });
  const location = answer.headers.get('Location');
  return location ? app.request(location.slice(SITE.url.length)) : answer;
}

async function send(request: Request, method: string, path: string, content?: object) {
  const answer = await request(`/publishing/${path}`, {
    method,
    headers: { Authorization: `Bearer ${TOKEN}` },
    ...(content && { body: JSON.stringify(content) }),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** An article with everything set; the number makes it another one. */
export function article(number: number, change: Partial<StagedArticle> = {}): StagedArticle {
  const title = `第${number}条新闻`;
  const url = change.url ?? `https://news.example/a/${number}.html`;
  const content = {
    id: uuidOf(digest(normaliseUrl(url))),
    source: 'voa',
    sourceTitle: '美国之音',
    title,
    authors: [],
    categories: [],
    url,
    published: Date.UTC(2024, 0, 1, 0, number),
    html: `<p>${title}的全文。</p>`,
    summary: `${title}的摘要。`,
    image: null,
    enclosures: [],
    language: 'zh-Hans',
    ...change,
  };
  return { ...content, hash: articleVersion(content, digest) as string };
}

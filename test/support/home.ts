// A home of Broadsheet for tests: the application over a database in memory.
import type { Hono } from 'hono';
import { createApp } from '../../src/app.ts';
import type { Site } from '../../src/config.ts';
import { createShelf } from '../../src/node/shelf.ts';
import { openSqlite, type SqliteDatabase } from '../../src/node/sqlite.ts';
import {
  beginPublication,
  commitPublication,
  type StagedArticle,
  stageArticles,
  stageWithdrawals,
} from '../../src/store/publication.ts';

export const SITE: Site = {
  url: 'https://feeds.example',
  title: '宽报',
  description: '新闻 & more',
  language: 'zh-Hans',
  author: 'The Editors',
  items: 50,
};

export interface TestHome {
  app: Hono;
  db: SqliteDatabase;
  /** Publishes articles and withdrawals, as at the given time. */
  publish(articles: StagedArticle[], withdrawn?: string[], now?: number): Promise<void>;
}

export async function openHome(site: Site = SITE): Promise<TestHome> {
  const db = openSqlite(':memory:');
  const shelf = await createShelf(db, 'test');
  return {
    db,
    app: createApp({ db, shelf, site }),
    async publish(articles, withdrawn = [], now = Date.UTC(2024, 5, 1)) {
      const publication = await beginPublication(db, 'test');
      await stageArticles(db, publication, articles);
      await stageWithdrawals(db, publication, withdrawn);
      await commitPublication(db, publication, now);
      await shelf.renew();
    },
  };
}

/** An article with everything set; the number makes it another one. */
export function article(number: number, change: Partial<StagedArticle> = {}): StagedArticle {
  const title = `第${number}条新闻`;
  const content = {
    id: `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`,
    source: 'voa',
    sourceTitle: '美国之音',
    title,
    url: `https://news.example/a/${number}.html`,
    published: Date.UTC(2024, 0, 1, 0, number),
    html: `<p>${title}的全文。</p>`,
    summary: `${title}的摘要。`,
    image: null,
    enclosures: [],
    language: 'zh-Hans',
    ...change,
  };
  return { ...content, hash: change.hash ?? JSON.stringify(content) };
}

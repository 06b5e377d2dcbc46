// The library as its users import it: an article file becomes an item of a feed.
import Parser from 'rss-parser';
import { expect, test } from 'vitest';
import * as library from '../src/index.ts';
import { type Channel, compose, createApp, parseArticle } from '../src/index.ts';
import { createDocumentCache, openSqlite } from '../src/node/serve.ts';
import { SITE } from './support/home.ts';

const FILE = '<!--1706726344000-->\n[标题](https://news.example/1)\n------\n\n<p>正文</p>\n';

const urls = (file: string) => `https://feeds.example/${file}`;
const CHANNEL: Channel = {
  id: 'https://feeds.example/',
  title: 'News',
  description: 'All the news',
  language: 'zh-Hans',
  author: 'Example',
  homeUrl: 'https://feeds.example/',
  urls: { rss: urls('feed.xml'), atom: urls('atom.xml'), json: urls('feed.json') },
  updated: 1706726344000,
  ttl: 60,
};

test('ten lines make a feed of a file', async () => {
  const bytes = new TextEncoder().encode(FILE);
  const options = { now: Date.now(), language: 'zh-Hans' };
  const compiled = await parseArticle('voa/1.md', bytes, options);
  if ('problem' in compiled) throw new Error(compiled.problem.message);
  const { article, sourceTitle } = compiled;
  const id = `urn:uuid:${article.id}`;
  const item = { ...article, id, updated: article.published, source: { title: sourceTitle } };
  const rss = compose('rss', CHANNEL, [item]);

  const { items } = await new Parser().parseString(rss);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ title: '标题', link: 'https://news.example/1', guid: id });
});

test('a file that is no article is a problem, and no exception', async () => {
  const compiled = await parseArticle('1.md', new Uint8Array([0xff]), { now: 0, language: 'en' });
  expect(compiled).toMatchObject({ problem: { path: '1.md', line: 1, severity: 'error' } });
});

test('the application answers over a database of its user', async () => {
  const db = openSqlite(':memory:');
  const documents = await createDocumentCache(db, 'test');
  const app = createApp({ db, documents, site: SITE });
  const answer = await app.request('/feed.xml');
  expect(answer.headers.get('Content-Type')).toMatch('application/rss+xml');
  db.close();
});

test('at most eight names are public, and three of them are values', () => {
  expect(Object.keys(library).sort()).toEqual(['compose', 'createApp', 'parseArticle']);
});

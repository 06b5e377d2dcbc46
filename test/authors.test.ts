// Authors and categories of an article → every format, and the article's page.
import { expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { createDocumentCache } from '../src/node/document-cache.ts';
import { openArchive } from './support/archive.ts';
import { SITE } from './support/home.ts';

test('names above the story are the authors everywhere; without any, the source is', async () => {
  const { put, publish, db } = openArchive();
  const file = (name: string, number: number) =>
    `<!--${Date.UTC(2024, 0, number)}-->\n[第${number}条](https://news.example/${number})\n------\n\n` +
    `<div><i>${name}<br>2024-01-01T07:59:09Z</i></div><p>今天下了雨，桥还在。</p>\n`;
  put('报社/1.md', file('', 1));
  put('报社/2.md', file('王小明,李&amp;大海', 2));
  await publish();
  const app = createApp({ db, site: SITE, documents: await createDocumentCache(db, 'test') });
  const get = async (path: string) => (await app.request(path)).text();

  const rss = await get('/feed.xml');
  expect(rss.match(/<dc:creator>[^<]*/g)).toEqual([
    '<dc:creator>王小明',
    '<dc:creator>李&amp;大海',
    '<dc:creator>报社',
  ]);
  const names = (xml: string) => xml.match(/<name>[^<]*(?=<\/name>\s*<\/author>)/g)?.slice(-3);
  expect(names(await get('/atom.xml'))).toEqual([
    '<name>王小明',
    '<name>李&amp;大海',
    '<name>报社',
  ]);
  const { items } = JSON.parse(await get('/feed.json'));
  expect(items.map(({ authors }: { authors: object[] }) => authors)).toEqual([
    [{ name: '王小明' }, { name: '李&大海' }],
    [{ name: '报社' }],
  ]);
  const id = items[0].id.replace('urn:uuid:', '');
  expect(await get(`/articles/${id}/`)).toMatch(/王小明、李&amp;大海/);
});

test('categories come behind the source, each once; a change of them changes the article', async () => {
  const { put, publish, db } = openArchive();
  const file = (tags: string) =>
    `---\ntitle: Port\ndate: 2024-01-31\ntags: ${tags}\n---\n\nOpen.\n`;
  put('news/1.md', file('[Trade & ports, news, ships]'));
  await publish();
  const get = async (path: string) => {
    const app = createApp({ db, site: SITE, documents: await createDocumentCache(db, 'test') });
    return (await app.request(path)).text();
  };
  const rss = async () => (await get('/feed.xml')).match(/<category>[^<]*/g);

  expect(await rss()).toEqual(['<category>news', '<category>Trade &amp; ports', '<category>ships']);
  expect((await get('/atom.xml')).match(/<category term="[^"]*"/g)).toEqual([
    '<category term="news"',
    '<category term="Trade &amp; ports"',
    '<category term="ships"',
  ]);
  const { items } = JSON.parse(await get('/feed.json'));
  expect(items[0].tags).toEqual(['news', 'Trade & ports', 'ships']);
  expect(await get(`/articles/${items[0].id.replace('urn:uuid:', '')}/`)).toMatch(
    / · Trade &amp; ports · news · ships</,
  );

  put('news/1.md', file('ships'));
  await publish();
  expect(await rss()).toEqual(['<category>news', '<category>ships']);
});

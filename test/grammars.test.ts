// The grammars of article files: an archive may mix them, and nothing else knows how many there are.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { grammars, readFile } from '../src/article/grammars.ts';
import { content, lines, NOW, openArchive } from './support/archive.ts';
import { article, openHome, SITE } from './support/home.ts';

const example = (text: string) => text.replaceAll('…', 'a.example/1');

test('each has an example that it reads, and that no other claims', async () => {
  for (const grammar of grammars) {
    const text = example(grammar.example);
    expect(grammars.filter(({ matches }) => matches(text))).toEqual([grammar]);
    expect(await readFile(text, 'a.md', NOW)).toHaveProperty('published');
  }
});

test('only the list of grammars imports one, and each is at most 120 lines', () => {
  const modules = globSync('src/**/*.ts').map(
    (path) => [path, readFileSync(path, 'utf8')] as const,
  );
  const defined = modules.filter(([, text]) => /^export const \w+: Grammar = /m.test(text));
  expect(defined).toHaveLength(grammars.length);
  for (const [path, text] of defined) {
    expect(text.split('\n').length).toBeLessThanOrEqual(121);
    const name = path.slice(path.lastIndexOf('/'));
    const importers = modules.filter(([, other]) => other.includes(`${name}'`)).map(([at]) => at);
    expect(importers).toEqual(['src/article/grammars.ts']);
  }
});

const post = (more = '') => `---\ntitle: Post\ndate: 2024-02-01\n${more}---\nText.\n`;

test('an archive mixes them; one article is the same in both', async () => {
  const { put, publish, titles } = openArchive();
  put('voa/1.md', content(1));
  put('blog/post.md', post());
  put('blog/same.md', post('link: https://news.example/1\n'));
  const report = await publish();
  expect(lines(report)).toEqual([expect.stringContaining('voa/1.md: notice: duplicate: ')]);
  expect(await titles()).toEqual(['Post', 'Post']);
});

test('files in no grammar are said once, with an example of each', async () => {
  const { put, publish, titles } = openArchive();
  put('1.md', content(1));
  for (const name of ['README.md', 'docs/a.md', 'docs/b.html']) put(name, '# Title\n');
  const report = lines(await publish());
  expect(report).toHaveLength(1);
  expect(report[0]).toMatch(
    /^README\.md:1: the file is in no known grammar, like 2 more; expected /,
  );
  for (const grammar of grammars) {
    expect(report[0]).toContain(grammar.example.replaceAll('\n', '⏎'));
  }
  expect(await titles()).toEqual(['第1条']);
});

test('a draft is left out with a notice; an article that becomes one is withdrawn', async () => {
  const { put, publish, titles } = openArchive();
  put('blog/post.md', post());
  put('blog/draft.md', post('draft: true\n'));
  const notice = (path: string) =>
    `${path}: notice: it is a draft, and left out; expected draft: false to publish it`;
  expect(lines(await publish())).toEqual([notice('blog/draft.md')]);
  expect(await titles()).toEqual(['Post']);

  put('blog/post.md', post('draft: true\n'));
  expect(lines(await publish())).toEqual(['blog/draft.md', 'blog/post.md'].map(notice));
  expect(await titles()).toEqual([]);

  put('blog/post.md', post());
  expect(lines(await publish())).toEqual([notice('blog/draft.md')]);
  expect(await titles()).toEqual(['Post']);
});

test('an article without a link has its page here as address, and is pushed as it is', async () => {
  const own = article(1, { url: '/blog/post.md' });
  const home = await openHome();
  await home.publish([own]);
  const get = async (path: string) => (await home.app.request(path)).text();

  const address = `${SITE.url}/articles/${own.id}/`;
  expect(await get('/feed.xml')).toContain(`<link>${address}</link>`);
  expect(await get('/atom.xml')).toContain(
    `<link rel="alternate" type="text/html" href="${address}"`,
  );
  expect(JSON.parse(await get('/feed.json')).items).toMatchObject([{ url: address }]);

  const page = await get(`/articles/${own.id}/`);
  expect(page).toContain(`<link rel="canonical" href="${address}">`);
  expect(page).not.toMatch(/rel="external"|class="note"|post\.md/);
});

// broadsheet.json: names, languages and aliases of sources, published with what they are about.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatProblem } from '../src/article/problem.ts';
import { readSourceTable } from '../src/article/sources.ts';
import { createApp } from '../src/http/app.ts';
import { createDocumentCache } from '../src/node/document-cache.ts';
import { loadParser } from '../src/node/parser.ts';
import { publishArchive } from '../src/publish/publish.ts';
import { content, NOW, openArchive } from './support/archive.ts';
import { SITE } from './support/home.ts';

/** An archive with two folders of one newsroom, and its application. */
async function twoFolders() {
  const archive = openArchive();
  archive.put('美国之音/1.md', content(1));
  archive.put('voa/2.md', content(2));
  archive.put('BBC/3.md', content(3));
  const settings = (text: string | object) =>
    writeFileSync(
      join(archive.folder, 'broadsheet.json'),
      typeof text === 'string' ? text : JSON.stringify(text, null, 2),
    );
  const feed = async (path: string) => {
    const documents = await createDocumentCache(archive.db, 'test');
    const answer = await createApp({ db: archive.db, site: SITE, documents }).request(path);
    return answer.status === 200 ? answer.json() : answer.status;
  };
  const lines = ({ problems }: Awaited<ReturnType<typeof archive.publish>>) =>
    problems.map(formatProblem);
  return { ...archive, settings, feed, lines };
}

const VOA = { voa: { title: '美国之音', language: 'zh-Hant', aliases: ['美国之音'] } };

test('without it, folders are sources, without regard to case', async () => {
  const { publish, feed } = await twoFolders();
  await publish();
  expect((await feed('/sources/voa/feed.json')).items).toHaveLength(1);
  expect((await feed('/sources/美国之音/feed.json')).title).toBe('美国之音 – 宽报');
  expect((await feed('/sources/bbc/feed.json')).title).toBe('BBC – 宽报');
});

test('names, languages and aliases are those it gives', async () => {
  const { publish, settings, feed } = await twoFolders();
  settings({ sources: VOA });
  await publish();
  const voa = await feed('/sources/voa/feed.json');
  expect(voa).toMatchObject({ title: '美国之音 – 宽报', language: 'zh-Hant' });
  expect(voa.items.map(({ tags }: { tags: string[] }) => tags)).toEqual([
    ['美国之音'],
    ['美国之音'],
  ]);
  // An address by the alias leads to the source's own.
  expect(await feed('/sources/美国之音/feed.json')).toBe(301);
  expect((await feed('/languages/zh-Hant/feed.json')).items).toHaveLength(2);
});

test('a folder is found however its name is composed, and written', async () => {
  const { publish, settings, feed, put } = await twoFolders();
  put('Cafe\u0301/4.md', content(4));
  settings({ sources: { ' CAFE\u0301': { title: 'Zeitung' } } });
  await publish();
  expect((await feed('/sources/caf%C3%A9/feed.json')).title).toBe('Zeitung – 宽报');
});

test('a source can have an icon of its own', async () => {
  const { publish, settings, feed, lines } = await twoFolders();
  settings({ sources: { voa: { icon: 'https://voa.example/square.png' } } });
  await publish();
  expect((await feed('/sources/voa/feed.json')).icon).toBe('https://voa.example/square.png');
  expect((await feed('/sources/bbc/feed.json')).icon).toBe('https://feeds.example/icon.png');
  settings({ sources: { voa: { icon: 'square.png' } } });
  expect(lines(await publish()).join()).toContain('expected an absolute http(s) URL');
  // What was last valid stays.
  expect((await feed('/sources/voa/feed.json')).icon).toBe('https://voa.example/square.png');
});

test('it can come, change and go', async () => {
  const { publish, settings, feed, reads, remove } = await twoFolders();
  await publish();
  settings({ sources: VOA });
  expect(await publish()).toMatchObject({ changed: true, revision: 2 });
  expect((await feed('/sources/voa/feed.json')).items).toHaveLength(2);

  reads.length = 0;
  settings({ sources: { voa: { ...VOA.voa, title: 'VOA 中文' } } });
  expect(await publish()).toMatchObject({ changed: true, revision: 3 });
  expect((await feed('/sources/voa/feed.json')).title).toBe('VOA 中文 – 宽报');
  // A name alone reads no article anew.
  expect(reads).toEqual([]);
  expect(await publish()).toMatchObject({ changed: false, revision: 3 });

  remove('broadsheet.json');
  await publish();
  expect((await feed('/sources/voa/feed.json')).title).toBe('voa – 宽报');
  expect((await feed('/sources/美国之音/feed.json')).items).toHaveLength(1);
});

test('where it changed, a publication of some files alone looks at all', async () => {
  const { publish, settings, feed, db, archive } = await twoFolders();
  await publish();
  settings({ sources: VOA });
  await publishArchive(
    { db, archive, loadParser: loadParser('zh-Hans'), parserId: '1', now: () => NOW },
    ['BBC/3.md'],
  );
  expect((await feed('/sources/voa/feed.json')).items).toHaveLength(2);
});

test('one that is broken is reported, harms nothing, and leaves the last good one in force', async () => {
  const { publish, settings, feed, lines, put } = await twoFolders();
  settings({ sources: VOA });
  await publish();
  settings('{"sources": {\n  "voa": {"titel": "x"}}}');
  put('voa/4.md', content(4));
  const report = await publish();
  expect(lines(report)).toEqual([
    expect.stringMatching(/^broadsheet\.json:2: “sources\.voa\.titel” is not valid; /),
  ]);
  expect((await feed('/sources/voa/feed.json')).items).toHaveLength(3);
});

describe('what is wrong with it, and where', () => {
  test.each([
    ['{"sources": {"voa": {"title": "x"}}', 0, 'the file is not JSON'],
    ['{"sources": {\n"voa": {"title": "x"},}}', 2, 'the file is not JSON'],
    ['[]', 0, 'the file is not valid'],
    ['{"source": {}}', 1, '“source” is not valid'],
    ['{"sources": []}', 1, '“sources” is not valid'],
    [
      '{"sources": {\n"a": {},\n"voa": {\n"title": 7}}}',
      4,
      '“sources.voa.title” is not valid; expected a text',
    ],
    ['{"sources": {\n"voa": {"title": " "}}}', 2, 'expected a text'],
    ['{"sources": {\n"voa": {"language": "no such"}}}', 2, 'expected a BCP 47 language tag'],
    ['{"sources": {\n"voa": {"aliases": "x"}}}', 2, 'expected a list of folders'],
    ['{"sources": {\n"voa": {"aliases": ["a/b"]}}}', 2, 'expected the name of a folder'],
    ['{"sources": {"../x": {}}}', 0, 'expected the name of a folder'],
    [
      '{"sources": {\n"a": {"aliases": ["x"]},\n"b": {"aliases": ["X"]}}}',
      2,
      '“x” names two sources',
    ],
    ['{"sources": {\n"a": {"aliases": ["b"]},\n"b": {}}}', 2, '“b” names two sources'],
  ])('%s', (text, line, message) => {
    const problems = readSourceTable(text);
    expect(problems).toEqual([
      {
        path: 'broadsheet.json',
        line: expect.any(Number),
        severity: 'error',
        message: expect.stringContaining(message),
      },
    ]);
    if (line > 0) expect((problems as { line: number }[])[0]?.line).toBe(line);
  });

  test.each(['{}', '{"sources": {}}', '{"sources": {"voa": {}}}'])('%s is fine', (text) => {
    expect(readSourceTable(text)).toBeInstanceOf(Map);
  });
});

describe('the JSON schema for editors', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../public/broadsheet.schema.json', import.meta.url), 'utf8'),
  );
  const { properties } = schema.properties.sources.additionalProperties;

  test.each(Object.keys(properties))('knows %s as the reader does', (name) => {
    const read = (value: unknown) =>
      readSourceTable(JSON.stringify({ $schema: 'x.json', sources: { a: { [name]: value } } }));
    expect(read(properties[name].examples[0])).toBeInstanceOf(Map);
    expect(read(7)).toBeInstanceOf(Array);
  });

  test('knows nothing that the reader does not, and all that it does', () => {
    const given = Object.fromEntries(
      Object.entries<{ examples: unknown[] }>(properties).map(([name, { examples }]) => [
        name,
        examples[0],
      ]),
    );
    const table = readSourceTable(JSON.stringify({ sources: { a: given } }));
    expect(Object.keys((table as Map<string, object>).get('a') ?? {}).sort()).toEqual(
      Object.keys(properties).sort(),
    );
  });
});

describe('rules that are not valid', () => {
  test.each([
    ['"head": "x"', 'expected a list of lines'],
    ['"lines": [""]', 'expected a list of lines'],
    ['"relatedLists": 1', 'expected true or false'],
    ['"hosts": ["x/y"]', 'expected a host'],
    ['"identity": ["https://a.example/{id}"]', 'expected an address without scheme'],
    ['"identity": ["a.example/x"]', 'expected an address without scheme'],
    ['"images": "proxy"', 'expected keep, unwrap, or an address'],
    ['"images": "javascript:{url}"', 'expected keep, unwrap, or an address'],
  ])('%s', (field, message) => {
    const [problem] = readSourceTable(`{"sources": {"a": {${field}}}}`) as { message: string }[];
    expect(problem?.message).toContain(message);
  });
});

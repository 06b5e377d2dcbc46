// An export after changes is the export of what there is, and writes no more than what changed.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Site } from '../src/feed/types.ts';
import { openExportFolder } from '../src/node/export/folder.ts';
import { type Written, writeExport } from '../src/node/export/write.ts';
import { mulberry32 } from './archive/random.ts';
import { content, openArchive } from './support/archive.ts';
import { temporaryFolder } from './support/command.ts';
import { SITE } from './support/home.ts';

const FILES: Site = { ...SITE, items: 3, history: 'compact', files: true };

/** An archive, and a folder that its publication is exported to. */
function openExport(site = FILES) {
  const home = temporaryFolder();
  const database = join(home, 'feeds.db');
  const archive = openArchive(database);
  const out = join(home, 'site');
  const exportTo = async (root: string, change: Partial<Site> = {}): Promise<Written> => {
    const folder = openExportFolder(root);
    try {
      return await writeExport({ db: archive.db, database, site: { ...site, ...change }, folder });
    } finally {
      folder.close();
    }
  };
  return { archive, out, exportTo, run: () => exportTo(out) };
}

/**
 * Every file below a folder but the manifest's own, and those of the search index, which is built
 * anew only now and then: what `look` says of it, by path.
 */
function filesIn<T>(folder: string, look: (file: string) => T): Map<string, T> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter(
    (path) =>
      statSync(join(folder, path)).isFile() &&
      !/^(\.broadsheet|search)\/(?!index\.html)/.test(path),
  );
  return new Map(files.map((path) => [path, look(join(folder, path))]));
}
const bytesOf = (file: string) => readFileSync(file, 'utf8');
const inodeOf = (file: string) => statSync(file).ino;

test('after any change, the folder is what an export into an empty one would be', async () => {
  const { archive, out, exportTo, run } = openExport();
  const random = mulberry32(20);
  const sources = ['voa', 'bbc', 'dw'];
  const files = new Map<string, number>();
  let next = 1;
  const written = (number: number, edition: number) =>
    content(number, {
      title: `第${number}条，第${edition}版${random.chance(0.5) ? ' English words of a title' : ''}`,
      published: Date.UTC(2024, number % 3, (number * 7) % 28, number % 24),
      body: random.chance(0.3)
        ? '<p>The whole text is in English, with enough words to tell the language.</p>'
        : `<p>第${number}条的全文。</p>`,
    });
  const changes: Record<string, () => void> = {
    add() {
      const path = `${random.pick(sources)}/${next}.md`;
      files.set(path, next);
      archive.put(path, written(next++, 1));
    },
    correct() {
      const path = random.pick([...files.keys()]);
      archive.put(path, written(files.get(path) ?? 0, 1 + random.between(1, 9)));
    },
    remove() {
      const path = random.pick([...files.keys()]);
      archive.remove(path);
      files.delete(path);
    },
    move() {
      const path = random.pick([...files.keys()]);
      const number = files.get(path) as number;
      const to = `${random.pick(sources)}/${number}.md`;
      if (files.has(to)) return;
      archive.move(path, to);
      files.delete(path);
      files.set(to, number);
    },
    rename() {
      const settings = { sources: { voa: { title: `美国之音 ${random.between(1, 9)}` } } };
      archive.put('broadsheet.json', JSON.stringify(settings));
    },
  };
  for (let count = 0; count < 12; count++) changes.add?.();
  for (let step = 0; step < 10; step++) {
    const done = Array.from({ length: random.between(1, 3) }, () =>
      random.pick(['add', 'add', 'correct', 'remove', 'move', 'rename']),
    );
    for (const name of done) changes[name]?.();
    await archive.publish(Date.UTC(2024, 5, 1, step));
    await run();
    const fresh = join(temporaryFolder(), 'fresh');
    await exportTo(fresh);
    expect([step, done, filesIn(out, bytesOf)]).toEqual([step, done, filesIn(fresh, bytesOf)]);
    expect(await run()).toEqual({ composed: 0, written: 0, removed: 0 });
  }
  expect(files.size).toBeGreaterThan(8);
});

describe('what is written', () => {
  /** Sixty days with an article each, and a list long enough for a numbered page. */
  async function openLarge() {
    const open = openExport({ ...FILES, items: 50 });
    const put = (number: number, day: number, change = {}) =>
      open.archive.put(
        `voa/${number}.md`,
        content(number, { published: Date.UTC(2024, 1, day, 1, number % 60), ...change }),
      );
    for (let number = 1; number <= 160; number++) put(number, number % 60);
    await open.archive.publish();
    await open.run();
    return { ...open, put };
  }

  test('one new article writes what shows it, and no other file', async () => {
    const { archive, out, run, put } = await openLarge();
    const before = filesIn(out, inodeOf);
    put(161, 60);
    await archive.publish();
    const { written } = await run();
    const after = filesIn(out, inodeOf);
    const changed = [...after].filter(([path, inode]) => before.get(path) !== inode);
    const formats = (folder: string) =>
      ['atom.xml', 'feed.json', 'feed.xml'].map((file) => `${folder}/${file}`);
    expect(changed.map(([path]) => path.replace(/articles\/[^/]+/, 'articles/ID')).sort()).toEqual([
      // It links to the day after it, which is new.
      '2024/03/30/index.html',
      '2024/03/31/index.html',
      '2024/03/index.html',
      '2024/index.html',
      'articles/ID/index.html',
      'atom.xml',
      ...formats('daily'),
      'feed.json',
      'feed.xml',
      'index.html',
      'languages/zh-Hans/atom.xml',
      'languages/zh-Hans/feed.json',
      'languages/zh-Hans/feed.xml',
      'languages/zh-Hans/index.html',
      'opml.xml',
      'sitemaps/1.xml',
      'sitemaps/pages.xml',
      'sources/voa/atom.xml',
      ...formats('sources/voa/daily'),
      'sources/voa/feed.json',
      'sources/voa/feed.xml',
      'sources/voa/index.html',
      'subscribe/index.html',
    ]);
    // The tail of the search index.
    expect(written).toBe(changed.length + 5);
  });

  test('a list that becomes longer than a page', async () => {
    const { archive, out, exportTo, run, put } = await openLarge();
    expect(existsSync(join(out, 'sources/voa/page/1/index.html'))).toBe(true);
    for (let number = 161; number <= 250; number++) put(number, 60);
    put(3, 3, { title: '改正的标题' });
    await archive.publish(Date.UTC(2024, 6, 1));
    await run();
    const fresh = join(temporaryFolder(), 'fresh');
    await exportTo(fresh);
    expect(filesIn(out, bytesOf)).toEqual(filesIn(fresh, bytesOf));
    expect(existsSync(join(out, 'sources/voa/page/2/index.html'))).toBe(true);
  });

  test('another setting writes only files whose bytes differ', async () => {
    const { archive, out, exportTo, run } = openExport();
    for (let number = 1; number <= 7; number++) archive.put(`${number}.md`, content(number));
    await archive.publish();
    await run();
    const before = filesIn(out, inodeOf);
    const { written, removed } = await exportTo(out, { history: 'none' });
    const after = filesIn(out, inodeOf);
    const same = [...after].filter(([path, inode]) => before.get(path) === inode);
    // Two pages of everything in Atom, and of the source in RSS.
    expect(removed).toBe(4);
    expect(existsSync(join(out, 'archive'))).toBe(false);
    expect(after.size - same.length).toBe(written);
    expect(same.map(([path]) => path)).toContain('opml.xml');
  });

  test('what was deleted or cut off by hand is written again', async () => {
    const { archive, out, run } = openExport();
    archive.put('1.md', content(1));
    await archive.publish();
    await run();
    const before = filesIn(out, bytesOf);
    rmSync(join(out, 'sources'), { recursive: true, force: true });
    writeFileSync(join(out, 'atom.xml'), 'half of it');
    await run();
    expect(filesIn(out, bytesOf)).toEqual(before);
  });
});

describe('what is not ours', () => {
  test('stays as it is, also in our folders', async () => {
    const { archive, out, run } = openExport();
    mkdirSync(join(out, '.git'), { recursive: true });
    mkdirSync(join(out, 'sources/voa/mine'), { recursive: true });
    const others = ['.git/config', 'CNAME', 'sources/voa/mine/notes.txt'];
    for (const path of others) writeFileSync(join(out, path), 'mine');
    archive.put('voa/1.md', content(1));
    archive.put('bbc/2.md', content(2));
    await archive.publish();
    await run();
    archive.remove('voa/1.md');
    await archive.publish();
    await run();
    for (const path of others) expect(bytesOf(join(out, path))).toBe('mine');
    expect(existsSync(join(out, 'sources/voa/index.html'))).toBe(false);
    expect(existsSync(join(out, 'sources/bbc/index.html'))).toBe(true);
  });

  test('is not written over: an error names it, and nothing is changed', async () => {
    const { archive, out, run } = openExport();
    mkdirSync(out);
    writeFileSync(join(out, 'feed.xml'), 'mine');
    mkdirSync(join(out, 'atom.xml'));
    writeFileSync(join(out, 'sources'), 'a file');
    archive.put('voa/1.md', content(1));
    await archive.publish();
    await expect(run()).rejects.toThrow(
      /sources: no export wrote this\n(.*\n)*expected a folder that is empty, or that an export wrote; nothing was changed/,
    );
    expect(readdirSync(out).sort()).toEqual(['.broadsheet', 'atom.xml', 'feed.xml', 'sources']);
    expect(bytesOf(join(out, 'feed.xml'))).toBe('mine');
  });

  test('links lead nothing out of the folder', async () => {
    const { archive, out, run } = openExport();
    const elsewhere = temporaryFolder();
    mkdirSync(out);
    symlinkSync(elsewhere, join(out, 'articles'));
    archive.put('voa/1.md', content(1));
    await archive.publish();
    await expect(run()).rejects.toThrow('articles: no export wrote this');

    rmSync(join(out, 'articles'));
    await run();
    renameSync(join(out, 'articles'), join(elsewhere, 'articles'));
    symlinkSync(join(elsewhere, 'articles'), join(out, 'articles'));
    const before = filesIn(elsewhere, inodeOf);
    archive.remove('voa/1.md');
    archive.put('voa/2.md', content(2));
    await archive.publish();
    await expect(run()).rejects.toThrow('articles: no export wrote this');
    expect(filesIn(elsewhere, inodeOf)).toEqual(before);
  });

  test.each([
    [
      'a file outside',
      '{"format":1,"key":"","files":{"../precious":{"kind":"","version":"","hash":"","bytes":0}}}',
    ],
    ['no JSON', 'half of a mani'],
    ['another format', '{"format":99}'],
  ])('a manifest that is damaged is believed nothing: %s', async (_, text) => {
    const { archive, out, run } = openExport();
    archive.put('1.md', content(1));
    await archive.publish();
    await run();
    const precious = join(out, '../precious');
    writeFileSync(precious, 'mine');
    writeFileSync(join(out, '.broadsheet/manifest.json'), text);
    await expect(run()).rejects.toThrow('manifest.json: it is not the manifest of an export');
    expect(bytesOf(precious)).toBe('mine');
  });
});

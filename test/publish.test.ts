// Archive → store: what a publication shows, keeps, withdraws and reports, over real folders.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { articleBuildId, buildId } from '../src/node/build.ts';
import { openFolder } from '../src/node/files.ts';
import { sql } from '../src/store/database.ts';
import { content, lines, NOW, openArchive, type TestArchive } from './support/archive.ts';

const DAY = 86_400_000;

/** An archive of two published articles. */
async function twoArticles(): Promise<TestArchive> {
  const archive = openArchive();
  archive.put('voa/1.md', content(1));
  archive.put('voa/2.md', content(2));
  await archive.publish();
  archive.reads.length = 0;
  return archive;
}

test('a first publication shows every article, newest first, as one revision', async () => {
  const { put, publish, titles } = openArchive();
  put('voa/1.md', content(1));
  put('BBC/2020/deep/3.txt', content(3));
  put('2.html', content(2));
  put('voa/notes.pdf', 'no article');
  expect(await publish()).toMatchObject({ revision: 1, changed: true, read: 3, problems: [] });
  expect(await titles()).toEqual(['第3条', '第2条', '第1条']);
});

test('an empty archive is no error', async () => {
  const { publish, titles } = openArchive();
  expect(await publish()).toMatchObject({ revision: 0, changed: false, read: 0, problems: [] });
  expect(await titles()).toEqual([]);
});

describe('what did not change is not read', () => {
  test('nothing changed: no file is read, and the revision stays', async () => {
    const { publish, reads } = await twoArticles();
    expect(await publish()).toMatchObject({ revision: 1, changed: false, read: 0 });
    expect(reads).toEqual([]);
  });

  test('only touched: read once more, and nothing is new', async () => {
    const { publish, touch, reads } = await twoArticles();
    touch('voa/1.md');
    expect(await publish()).toMatchObject({ revision: 1, changed: false, read: 1 });
    expect(reads).toEqual(['voa/1.md']);
    expect(await publish()).toMatchObject({ read: 0 });
  });

  test('one changed among many: that one is read', async () => {
    const { publish, put, reads, titles } = await twoArticles();
    put('voa/2.md', content(2, { title: '新题' }));
    expect(await publish()).toMatchObject({ revision: 2, changed: true, read: 1 });
    expect(reads).toEqual(['voa/2.md']);
    expect(await titles()).toEqual(['新题', '第1条']);
  });

  test('a change that leaves size and time is seen when the program is another', async () => {
    const { publish, reads } = await twoArticles();
    expect(await publish(NOW, '2')).toMatchObject({ revision: 1, changed: false, read: 2 });
    expect(reads).toHaveLength(2);
  });
});

describe.each(['ts', 'js'])('code in .%s that changed', (ending) => {
  test('is another build; files are read again only where it is that of articles', async () => {
    const root = mkdtempSync(join(tmpdir(), 'broadsheet-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const code = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    code(`article/html/clean.${ending}`, '1');
    code(`feed/rss.${ending}`, '1');
    const { publish } = await twoArticles();
    const read = async () => (await publish(NOW, articleBuildId(root))).read;
    const builds = new Set([buildId(root)]);
    expect(await read()).toBe(2);
    expect(await read()).toBe(0);

    code(`feed/rss.${ending}`, '2');
    builds.add(buildId(root));
    expect(await read()).toBe(0);
    code(`article/html/clean.${ending}`, '2');
    builds.add(buildId(root));
    expect(await read()).toBe(2);
    expect(builds.size).toBe(3);

    code('article/types.d.ts', 'types are no code');
    expect(await read()).toBe(0);
  });
});

describe('a changed file', () => {
  test.each([
    ['title', { title: '新题' }, 1],
    ['content', { body: '<p>新文。</p>' }, 1],
    [
      'only what cleaning takes away',
      { body: '<p class="a">第1条的全文。</p><script>1</script>' },
      0,
    ],
    ['only the date', { published: Date.UTC(2024, 0, 2) }, 0],
    ['only tracking in its link', { url: 'https://news.example/1?utm_source=rss' }, 0],
  ])('%s: id and published stay; updated moves if readers see it', async (_, change, moves) => {
    const { publish, put, shown } = openArchive();
    put('voa/1.md', content(1));
    await publish(NOW);
    const [before] = await shown();
    expect(before?.updated).toBe(before?.published);

    put('voa/1.md', content(1, change));
    await publish(NOW + DAY);
    const [after] = await shown();
    expect(after).toMatchObject({ id: before?.id, published: before?.published });
    expect(after?.updated).toBe(moves ? NOW + DAY : before?.published);
    expect(await shown()).toHaveLength(1);
  });

  test('with a clock that is behind: updated is not before published', async () => {
    const { publish, put, shown } = await twoArticles();
    const [, before] = await shown();
    put('voa/1.md', content(1, { title: '新题' }));
    await publish((before?.published ?? 0) - 3_600_000);
    const [, after] = await shown();
    expect(after).toMatchObject({ title: '新题', updated: before?.published });
  });

  test('changed back: updated tells of that change too', async () => {
    const { publish, put, shown } = await twoArticles();
    put('voa/1.md', content(1, { title: '新题' }));
    await publish(NOW + DAY);
    put('voa/1.md', content(1));
    await publish(NOW + 2 * DAY);
    expect((await shown())[1]).toMatchObject({ title: '第1条', updated: NOW + 2 * DAY });
  });

  test('rewritten with another article: the old one is withdrawn', async () => {
    const { publish, put, titles } = await twoArticles();
    put('voa/1.md', content(3));
    expect(await publish()).toMatchObject({ revision: 2, changed: true });
    expect(await titles()).toEqual(['第3条', '第2条']);
  });

  test('rewritten with another article that a second file carries: both are shown', async () => {
    const { publish, put, titles } = await twoArticles();
    put('voa/1-again.md', content(1));
    await publish();
    put('voa/1.md', content(3));
    const report = await publish();
    expect(await titles()).toEqual(['第3条', '第2条', '第1条']);
    expect(lines(report)).toEqual([]);
  });

  test('two files that swap their articles withdraw neither', async () => {
    const { publish, put, titles, shown } = await twoArticles();
    const before = await shown();
    put('voa/1.md', content(2));
    put('voa/2.md', content(1));
    expect(await publish()).toMatchObject({ changed: false });
    expect(await titles()).toEqual(['第2条', '第1条']);
    expect(await shown()).toEqual(before);
  });
});

describe('a file that is gone', () => {
  test('withdraws its article', async () => {
    const { publish, remove, titles } = await twoArticles();
    remove('voa/2.md');
    expect(await publish()).toMatchObject({ revision: 2, changed: true, read: 0 });
    expect(await titles()).toEqual(['第1条']);
  });

  test('or moved: the article stays as it was', async () => {
    const { publish, move, shown } = await twoArticles();
    const before = await shown();
    move('voa/2.md', 'voa/2025/renamed.txt');
    expect(await publish()).toMatchObject({ revision: 1, changed: false });
    expect(await shown()).toEqual(before);
  });

  test('or moved to another source: the same article of that source', async () => {
    const { publish, move, shown } = await twoArticles();
    const [before] = await shown();
    move('voa/2.md', 'BBC/2.md');
    expect(await publish(NOW + DAY)).toMatchObject({ changed: true });
    const [after] = await shown();
    expect(after).toMatchObject({ id: before?.id, source: 'bbc', sourceTitle: 'BBC' });
    expect(after?.updated).toBe(before?.updated);
  });

  test('a whole folder goes', async () => {
    const { publish, remove, titles } = await twoArticles();
    remove('voa');
    await publish();
    expect(await titles()).toEqual([]);
  });

  test('an article that comes back keeps its dates', async () => {
    const { publish, put, remove, shown } = await twoArticles();
    put('voa/2.md', content(2, { title: '新题' }));
    await publish(NOW + DAY);
    const before = await shown();
    remove('voa/2.md');
    await publish(NOW + 2 * DAY);
    put('voa/elsewhere/2.md', content(2, { title: '新题' }));
    await publish(NOW + 3 * DAY);
    const [back] = await shown();
    expect(back).toEqual({ ...before[0], revision: 4 });
    expect(back?.updated).toBe(NOW + DAY);
  });

  test('an article that comes back with another date keeps the one it had', async () => {
    const { publish, put, remove, shown } = await twoArticles();
    const [before] = await shown();
    remove('voa/2.md');
    await publish();
    put('voa/2.md', content(2, { published: Date.UTC(2024, 2, 1) }));
    await publish();
    const [back] = await shown();
    expect(back).toMatchObject({ id: before?.id, published: before?.published });
  });
});

describe('a file that breaks keeps its last good article, and is reported until it is mended', () => {
  const breaks: [name: string, broken: (archive: TestArchive) => void, line: string][] = [
    [
      'malformed',
      ({ put }) => put('voa/2.md', '<!--NaN-->\n'),
      'voa/2.md:1: publication date “NaN” is not a number; expected <!--epoch milliseconds--> in the first line',
    ],
    [
      'not UTF-8',
      ({ put }) => put('voa/2.md', Uint8Array.of(10, 0xff)),
      'voa/2.md:2: the file is not UTF-8; expected UTF-8 text',
    ],
    [
      'unreadable',
      ({ touch, unreadable }) => {
        touch('voa/2.md');
        unreadable.add('voa/2.md');
      },
      'voa/2.md: the file cannot be read: permission denied; expected a readable file',
    ],
    [
      'too large',
      ({ put }) => put('voa/2.md', ' '.repeat(5_000_001)),
      'voa/2.md: the file has 5000001 bytes; expected at most 5000000',
    ],
    [
      'of too many parts',
      ({ put }) => put('voa/2.md', content(2, { body: '<p>x'.repeat(60_000) })),
      'voa/2.md: it has 60007 tags, lines and marks; expected at most 25000',
    ],
  ];

  test.each(breaks)('%s', async (_, broken, line) => {
    const archive = await twoArticles();
    const before = await archive.shown();
    broken(archive);
    const report = await archive.publish();
    expect(report).toMatchObject({ revision: 1, changed: false });
    expect(lines(report)).toEqual([line]);
    expect(await archive.shown()).toEqual(before);

    expect(lines(await archive.publish())).toEqual([line]);
    expect(await archive.shown()).toEqual(before);

    archive.unreadable.clear();
    archive.put('voa/2.md', content(2, { title: '修好' }));
    expect(lines(await archive.publish())).toEqual([]);
    expect(await archive.titles()).toEqual(['修好', '第1条']);
  });

  test('a malformed file is not read again until it changes; an unreadable one always', async () => {
    const { publish, put, touch, reads, unreadable } = await twoArticles();
    put('voa/1.md', 'broken');
    touch('voa/2.md');
    unreadable.add('voa/2.md');
    await publish();
    reads.length = 0;
    await publish();
    expect(reads).toEqual(['voa/2.md']);
  });

  test('a date that is still to come is right when its day has come', async () => {
    const { publish, put, titles } = await twoArticles();
    put('voa/3.md', content(3, { published: NOW + 3 * DAY }));
    put('voa/2.md', content(2, { title: '新题', published: NOW + 3 * DAY }));
    const ahead = expect.stringMatching(/^voa\/[23]\.md:1: publication date \d+ is out of range; /);
    expect(lines(await publish(NOW))).toEqual([ahead, ahead]);
    expect(lines(await publish(NOW + DAY))).toEqual([ahead, ahead]);
    expect(await titles()).toEqual(['第2条', '第1条']);
    expect(lines(await publish(NOW + 2 * DAY))).toEqual([]);
    expect(await titles()).toEqual(['第3条', '新题', '第1条']);
  });

  test('one that was never good is reported and harms no other', async () => {
    const { publish, put, titles } = await twoArticles();
    put('voa/0.md', 'broken');
    put('voa/3.md', content(3));
    const report = await publish();
    expect(lines(report)).toEqual([
      'voa/0.md:1: the file is in no known grammar; expected <!--1706726344000-->⏎[title](https://…)⏎------⏎⏎body or ---⏎title: …⏎date: 2024-01-31⏎---⏎⏎body',
    ]);
    expect(await titles()).toEqual(['第3条', '第2条', '第1条']);
  });

  test('a broken file that goes withdraws its last good article', async () => {
    const { publish, put, remove, titles } = await twoArticles();
    put('voa/2.md', 'broken');
    await publish();
    remove('voa/2.md');
    expect(lines(await publish())).toEqual([]);
    expect(await titles()).toEqual(['第1条']);
  });

  test('a broken file keeps its version also when a double of it comes', async () => {
    const { publish, put, titles } = await twoArticles();
    put('voa/2.md', 'broken');
    await publish();
    put('voa/older.md', content(2, { title: '旧题', published: Date.UTC(2023, 0, 1) }));
    await publish();
    expect(await titles()).toEqual(['第2条', '第1条']);
  });
});

describe('what cannot be seen is not taken for gone', () => {
  test('a folder that cannot be read withdraws nothing, and is reported', async () => {
    const { archive, publish, put, titles } = await twoArticles();
    put('bbc/3.md', content(3));
    await publish();
    const { list } = archive;
    archive.list = async () => ({
      files: (await list()).files.filter(({ path }) => !path.startsWith('voa/')),
      unreadable: [{ path: 'voa', reason: 'permission denied' }],
    });
    const report = await publish();
    expect(report).toMatchObject({ revision: 2, changed: false });
    expect(lines(report)).toEqual([
      'voa: it cannot be read: permission denied; expected a readable file or folder',
    ]);
    expect(await titles()).toEqual(['第3条', '第2条', '第1条']);
  });

  test('an archive that is missing is an error, and nothing is withdrawn', async () => {
    const { folder, publish, titles } = await twoArticles();
    rmSync(folder, { recursive: true });
    await expect(publish()).rejects.toThrow('no such file or directory');
    expect(await titles()).toEqual(['第2条', '第1条']);
    writeFileSync(folder, 'a file now');
    await expect(publish()).rejects.toThrow('not a directory');
    expect(await titles()).toEqual(['第2条', '第1条']);
  });

  const MOST = (lost: number, carried: number) =>
    expect.stringMatching(
      new RegExp(`^\\.: ${lost} of ${carried} articles are in no file .*; expected at least half`),
    );

  /** An archive of twelve published articles, in two folders and with a name for one of them. */
  async function twelveArticles(): Promise<TestArchive> {
    const archive = openArchive();
    archive.put('broadsheet.json', '{"sources": {"voa": {"title": "美国之音"}}}');
    for (let number = 1; number <= 12; number++) {
      archive.put(`${number < 4 ? 'bbc' : 'voa'}/${number}.md`, content(number));
    }
    await archive.publish();
    return archive;
  }

  test('an archive that is empty all at once withdraws nothing, nor any name', async () => {
    const { remove, publish, shown } = await twelveArticles();
    const before = await shown();
    remove('voa');
    remove('bbc');
    remove('broadsheet.json');
    expect(lines(await publish())).toEqual([MOST(12, 12)]);
    expect(lines(await publish())).toEqual([MOST(12, 12)]);
    expect(await shown()).toEqual(before);
    expect(before[0]?.sourceTitle).toBe('美国之音');
  });

  test('an archive of which less than half is left withdraws nothing, and shows what is new', async () => {
    const { put, remove, publish, titles } = await twelveArticles();
    remove('voa');
    put('dw/13.md', content(13));
    const report = await publish();
    expect(lines(report)).toEqual([MOST(9, 12)]);
    expect(report.hold?.paths.size).toBe(9);
    expect(await titles()).toHaveLength(13);
    // What is back is as it was; what then goes, goes.
    for (let number = 4; number <= 12; number++) put(`voa/${number}.md`, content(number));
    expect(await publish()).toMatchObject({ changed: false, problems: [], hold: null });
    remove('bbc');
    await publish();
    expect(await titles()).toHaveLength(10);
  });

  test('half of an archive may go', async () => {
    const { remove, publish, titles } = await twelveArticles();
    for (let number = 4; number < 10; number++) remove(`voa/${number}.md`);
    expect(lines(await publish())).toEqual([]);
    expect(await titles()).toHaveLength(6);
  });

  test('publications about a few files at a time withdraw no more than one about all', async () => {
    const { remove, publish, titles } = await twelveArticles();
    remove('voa');
    remove('bbc/1.md');
    for (const path of ['bbc/1.md', 'voa/4.md', 'voa/5.md']) {
      expect(lines(await publish(NOW, '1', { paths: [path] }))).toEqual([MOST(10, 12)]);
    }
    expect(await titles()).toHaveLength(12);
  });

  test('other articles under the same names withdraw nothing', async () => {
    const { put, publish, titles } = await twelveArticles();
    for (let number = 4; number <= 12; number++) put(`voa/${number}.md`, content(number + 100));
    for (let number = 4; number <= 12; number++) {
      const paths = [`voa/${number}.md`];
      expect(lines(await publish(NOW, '1', { paths }))).toEqual([MOST(9, 12)]);
    }
    expect(lines(await publish())).toEqual([MOST(9, 12)]);
    expect(await titles()).toHaveLength(12);
    expect(await titles()).not.toContain('第112条');
  });

  test('who says so withdraws most of an archive', async () => {
    const { remove, publish, titles } = await twelveArticles();
    remove('voa');
    await publish();
    expect(lines(await publish(NOW, '1', { mostGone: 'withdraw' }))).toEqual([]);
    expect(await titles()).toEqual(['第3条', '第2条', '第1条']);
  });

  test('a copy of the archive at another place is the same archive, also with other names', async () => {
    const { folder, archive, publish, shown } = await twelveArticles();
    const before = await shown();
    const copy = mkdtempSync(join(tmpdir(), 'broadsheet-'));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    cpSync(folder, copy, { recursive: true });
    renameSync(join(copy, 'voa'), join(copy, 'VOA'));
    Object.assign(archive, openFolder(copy));
    expect(await publish()).toMatchObject({ changed: false, problems: [], read: 12 });
    expect(await shown()).toEqual(before);
  });

  test('links that lead nowhere, to themselves or up harm no other file', async () => {
    const { folder, publish, put, titles } = await twoArticles();
    symlinkSync('nowhere.md', join(folder, 'voa/dangling.md'));
    symlinkSync('loop.md', join(folder, 'voa/loop.md'));
    symlinkSync('..', join(folder, 'voa/up'));
    symlinkSync(join(folder, 'voa/1.md'), join(folder, 'voa/link.md'));
    put('voa/3.md', content(3));
    const report = await publish();
    expect(lines(report)).toEqual([
      expect.stringMatching(
        /^voa\/loop\.md: it cannot be read: ELOOP: .*; expected a readable file/,
      ),
      expect.stringMatching(/^voa\/link\.md: notice: duplicate: .* voa\/1\.md,/),
    ]);
    expect(await titles()).toEqual(['第3条', '第2条', '第1条']);
  });

  test('a file that can no longer be looked at keeps its article', async () => {
    const { folder, publish, remove, titles } = await twoArticles();
    remove('voa/2.md');
    symlinkSync('2.md', join(folder, 'voa/2.md'));
    expect(lines(await publish())).toEqual([
      expect.stringMatching(/^voa\/2\.md: it cannot be read: ELOOP/),
    ]);
    expect(await titles()).toEqual(['第2条', '第1条']);
  });
});

describe('two files with one article', () => {
  const early = content(1, { title: '早', published: Date.UTC(2024, 0, 1) });
  const late = content(1, { title: '晚', published: Date.UTC(2024, 0, 2) });
  const notice = (loser: string, winner: string) =>
    `voa/${loser}: notice: duplicate: its link is also that of voa/${winner}, which is published; expected one file an article`;

  test.each([
    [
      'early.md first',
      [
        ['early.md', early],
        ['late.md', late],
      ],
    ],
    [
      'late.md first',
      [
        ['late.md', late],
        ['early.md', early],
      ],
    ],
    ['both at once', [['early.md', early, 'late.md', late]]],
  ] as const)('the later date wins: %s', async (_, steps) => {
    const { publish, put, titles, shown } = openArchive();
    for (const step of steps) {
      for (let at = 0; at < step.length; at += 2) put(`voa/${step[at]}`, step[at + 1] as string);
      await publish();
    }
    expect(await titles()).toEqual(['晚']);
    const report = await publish();
    expect(report.changed).toBe(false);
    expect(lines(report)).toEqual([notice('early.md', 'late.md')]);
    expect(report.problems[0]?.severity).toBe('notice');
    expect((await shown())[0]?.html).toContain('第1条的全文');
  });

  test.each(['http://news.example/1', 'https://News.example:443/1?utm_source=x#a'])(
    'also where the link is only written otherwise: %s',
    async (url) => {
      const { publish, put, titles } = await twoArticles();
      put('voa/3.md', content(3, { url }));
      await publish();
      expect(await titles()).toHaveLength(2);
      expect(await titles()).toContain('第3条');
    },
  );

  test('of the same date, the first path is shown', async () => {
    const { publish, put, titles } = openArchive();
    put('voa/b.md', content(1, { title: '乙' }));
    await publish();
    put('voa/a.md', content(1, { title: '甲' }));
    const report = await publish();
    expect(await titles()).toEqual(['甲']);
    expect(lines(report)).toEqual([notice('b.md', 'a.md')]);
  });

  test('the winner goes: the version of the other file is shown', async () => {
    const { publish, put, remove, titles, shown } = openArchive();
    put('voa/early.md', early);
    put('voa/late.md', late);
    await publish();
    const [before] = await shown();
    remove('voa/late.md');
    const report = await publish(NOW + DAY);
    expect(await titles()).toEqual(['早']);
    expect(lines(report)).toEqual([]);
    expect(await shown()).toMatchObject([{ id: before?.id, published: before?.published }]);
  });

  test('the loser goes: nothing changes', async () => {
    const { publish, put, remove, titles } = openArchive();
    put('voa/early.md', early);
    put('voa/late.md', late);
    await publish();
    remove('voa/early.md');
    expect(await publish()).toMatchObject({ revision: 1, changed: false, problems: [] });
    expect(await titles()).toEqual(['晚']);
  });
});

describe('names', () => {
  test.each([
    '一 "引号" \'单\' “双”.md',
    'pipe | ｜ & &quot; ?#%20.md',
    'back\\slash\\“囚爱\\“.md',
    'trailing blanks  .md ',
    'line\nend\n\n.md',
    '🙂 emoji.md',
    'UPPER.MD',
    '-rf *.txt',
    "'); DROP TABLE files; --.md",
    `${'长'.repeat(80)}.md`,
  ])('%j is read, kept and withdrawn like any other', async (name) => {
    const { publish, put, remove, titles } = openArchive();
    put(`源 |"\\/${name}`, content(1));
    await publish();
    expect(await titles()).toEqual(['第1条']);
    expect(await publish()).toMatchObject({ read: 0 });
    put(`源 |"\\/${name}`, 'broken');
    const [line, more] = lines(await publish());
    expect(line).toMatch(/^源 \|"\\\/.*:1: the file is in no known grammar; expected /u);
    expect(line).not.toContain('\n');
    expect(more).toBe(undefined);
    remove(`源 |"\\/${name}`);
    await publish();
    expect(await titles()).toEqual([]);
  });

  test('hidden files and folders are passed over', async () => {
    const { publish, put, folder, titles } = await twoArticles();
    put('.draft.md', content(3));
    put('.git/4.md', content(4));
    put('voa/.5.md', content(5));
    mkdirSync(join(folder, 'voa/folder.md'));
    expect(await publish()).toMatchObject({ changed: false, problems: [] });
    expect(await titles()).toHaveLength(2);
  });

  test('BBC and bbc are one source, under one name in whatever order they come', async () => {
    const names = async (...paths: string[]) => {
      const { publish, put, shown } = openArchive();
      for (const [at, path] of paths.entries()) {
        put(path, content(at));
        await publish();
      }
      return new Set((await shown()).map(({ source, sourceTitle }) => `${source} ${sourceTitle}`));
    };
    expect(await names('BBC/1.md', 'bbc/2.md')).toEqual(new Set(['bbc BBC']));
    expect(await names('bbc/1.md', 'BBC/2.md')).toEqual(new Set(['bbc BBC']));
  });
});

describe('two publications at once', () => {
  /** Lets the first one list the archive, and then wait at that door until the second is done. */
  function firstWaits({ archive }: TestArchive) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { list } = archive;
    let first = true;
    archive.list = async (paths) => {
      const listing = await list(paths);
      if (paths && first) {
        first = false;
        await promise;
      }
      return listing;
    };
    return resolve;
  }

  test('one is told, and loses nothing of what it saw', async () => {
    const archive = await twoArticles();
    const second = firstWaits(archive);
    archive.put('voa/3.md', content(3));
    const slow = archive.publish();
    await new Promise((resolve) => setTimeout(resolve, 20));
    archive.put('voa/4.md', content(4));
    archive.remove('voa/3.md');
    await archive.publish();
    second();
    await expect(slow).rejects.toThrow('another publication was committed meanwhile');
    expect(await archive.titles()).toEqual(['第4条', '第2条', '第1条']);

    archive.put('voa/3.md', content(3));
    await archive.publish();
    expect(await archive.titles()).toEqual(['第4条', '第3条', '第2条', '第1条']);
  });

  test('one that lost shows its articles at the next publication', async () => {
    const archive = await twoArticles();
    const second = firstWaits(archive);
    archive.put('voa/3.md', content(3));
    const slow = archive.publish();
    await new Promise((resolve) => setTimeout(resolve, 20));
    // The second sees another archive: it must not make the first believe that its files are in.
    archive.remove('voa/3.md');
    archive.put('voa/1.md', content(1, { title: '新题' }));
    await archive.publish();
    archive.put('voa/3.md', content(3));
    second();
    await expect(slow).rejects.toThrow('another publication was committed meanwhile');
    await archive.publish();
    expect(await archive.titles()).toEqual(['第3条', '第2条', '新题']);
  });

  test('of two that started alike, all that is in the archive is shown in the end', async () => {
    const archive = openArchive();
    for (let number = 1; number < 900; number++) archive.put(`voa/${number}.md`, content(number));
    const results = await Promise.allSettled([archive.publish(), archive.publish()]);
    expect(results.map(({ status }) => status)).toContain('fulfilled');
    await archive.publish();
    expect(await archive.titles()).toHaveLength(899);
  });

  test('one that begins while another has staged does not make that one lose articles', async () => {
    const archive = openArchive();
    for (let number = 1; number <= 500; number++) archive.put(`voa/${number}.md`, content(number));
    const goOn = firstWaits(archive);
    const slow = archive.publish();
    while (archive.reads.length < 500) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { read } = archive.archive;
    const { promise, resolve } = Promise.withResolvers<void>();
    archive.archive.read = async (path) => {
      if (archive.reads.length === 950) await promise;
      return read(path);
    };
    const late = archive.publish();
    while (archive.reads.length < 950) await new Promise((resolve) => setTimeout(resolve, 5));
    goOn();
    await slow.catch(() => {});
    resolve();
    await late.catch(() => {});
    await archive.publish();
    expect(await archive.titles()).toHaveLength(500);
  });
});

test('what a publication left unfinished is not seen, and does not stand in the way', async () => {
  const archive = await twoArticles();
  archive.put('voa/3.md', content(3));
  const { batch } = archive.db;
  archive.db.batch = async (statements) => {
    if (statements.length > 5) throw new Error('the disk is full');
    return batch(statements);
  };
  await expect(archive.publish()).rejects.toThrow('the disk is full');
  expect(await archive.titles()).toEqual(['第2条', '第1条']);

  archive.db.batch = batch;
  archive.remove('voa/3.md');
  expect(await archive.publish()).toMatchObject({ revision: 1, changed: false });
  archive.put('voa/4.md', content(4));
  await archive.publish();
  archive.remove('voa/4.md');
  await archive.publish();
  expect(await archive.titles()).toEqual(['第2条', '第1条']);
  const [bodies, staged] = await archive.db.batch([
    sql`SELECT count(*) AS count FROM bodies`,
    sql`SELECT count(*) AS count FROM staged`,
  ]);
  expect([bodies?.[0], staged?.[0]]).toEqual([{ count: 2 }, { count: 0 }]);
});

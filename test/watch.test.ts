// The live archive: what is saved, moved or deleted is published; what is half written never is.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatProblem } from '../src/article/problem.ts';
import { openFolder } from '../src/node/files.ts';
import { loadParser } from '../src/node/parser.ts';
import { createPending, type FileStat } from '../src/node/pending.ts';
import { openSqlite, type SqliteDatabase } from '../src/node/sqlite.ts';
import { watchArchive } from '../src/node/watcher.ts';
import { publishArchive, type Report } from '../src/publish/publish.ts';
import { newestArticles } from '../src/store/articles.ts';
import { currentRevision } from '../src/store/revision.ts';

describe('which files are whole', () => {
  const line: FileStat = { size: 10, modified: 1, endsLine: true };
  const open: FileStat = { size: 10, modified: 1, endsLine: false };
  const empty: FileStat = { size: 0, modified: 1, endsLine: false };

  /** When each path is taken, with a look every 10 ms. */
  function timesOf(
    files: Record<string, FileStat>,
    events: [number, string, boolean][],
    until = 5000,
  ) {
    const pending = createPending((path) => files[path] ?? null);
    const taken: Record<string, number> = {};
    for (let now = 0; now <= until; now += 10) {
      for (const [at, path, moved] of events) if (at === now) pending.changed(path, moved, now);
      for (const path of pending.take(now, 100).keys()) taken[path] = now;
    }
    return taken;
  }

  test.each<[string, FileStat, [number, boolean][], number]>([
    ['moved here in one step', open, [[0, true]], 250],
    ['deleted', null, [[0, true]], 250],
    [
      'written in one go',
      line,
      [
        [0, true],
        [0, false],
      ],
      250,
    ],
    [
      'without a line end',
      open,
      [
        [0, true],
        [10, false],
      ],
      3010,
    ],
    [
      'written slowly, to its end',
      line,
      [
        [0, false],
        [200, false],
        [400, false],
      ],
      650,
    ],
    [
      'written slowly, then a pause in mid-line',
      open,
      [
        [0, false],
        [200, false],
      ],
      3200,
    ],
    ['only just begun', empty, [[0, true]], 3000],
  ])('%s', (_, look, events, time) => {
    const list = events.map(([at, moved]): [number, string, boolean] => [at, 'a', moved]);
    expect(timesOf({ a: look }, list)).toEqual({ a: time });
  });

  test('what vanishes waits for what is still being written: it may have moved there', () => {
    const files = { a: null, b: line };
    const events: [number, string, boolean][] = [
      [0, 'a', true],
      [0, 'b', true],
      [10, 'b', false],
    ];
    expect(timesOf(files, events)).toEqual({ a: 260, b: 260 });
    expect(timesOf({ a: null, b: open }, events)).toEqual({ a: 3000, b: 3010 });
  });

  test('of many that vanish none is taken before all have, and then all are', () => {
    const paths = Array.from({ length: 300 }, (_, at) => `f${at}`);
    const times = timesOf(
      {},
      paths.map((path, at) => [at * 10, path, true]),
      8000,
    );
    expect(Object.keys(times)).toHaveLength(300);
    expect(new Set(Object.values(times))).toEqual(new Set([2990 + 3000]));
  });

  test('what vanishes is taken after all that it may have moved to', () => {
    const files = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`new${at}`, line]));
    const gone = Array.from({ length: 250 }, (_, at) => `old${at}`);
    const all = [...gone, ...Object.keys(files)];
    const times = timesOf(
      files,
      all.map((path) => [0, path, true]),
      8000,
    );
    expect(Object.keys(times)).toHaveLength(500);
    const last = Math.max(...Object.keys(files).map((path) => times[path] ?? 0));
    for (const path of gone) expect(times[path]).toBeGreaterThan(last);
  });

  test('what is written in one burst is taken at once, together', () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, line]));
    const events = Object.keys(files).map((path, at): [number, string, boolean] => [
      at * 30,
      path,
      false,
    ]);
    expect(new Set(Object.values(timesOf(files, events)))).toEqual(new Set([820]));
  });

  test('a burst is waited for, but not for ever', () => {
    const events = Array.from({ length: 100 }, (_, at): [number, string, boolean] => [
      at * 20,
      `f${at}`,
      true,
    ]);
    const files = Object.fromEntries(events.map(([, path]) => [path, line]));
    const times = Object.values(timesOf(files, events));
    expect(times).toHaveLength(100);
    expect(new Set(times).size).toBeLessThanOrEqual(4);
    expect(Math.min(...times)).toBe(1000);
  });

  test('what was found without an event must look the same twice', () => {
    const files: Record<string, FileStat> = { a: open };
    const pending = createPending((path) => files[path] ?? null);
    pending.found('a', 0);
    files.a = { size: 20, modified: 2, endsLine: true };
    expect([...pending.take(250, 9).keys()]).toEqual([]);
    expect([...pending.take(750, 9).keys()]).toEqual(['a']);
  });
});

describe('a watched folder', () => {
  let root: string;
  let folder: string;
  let db: SqliteDatabase;
  let live: ReturnType<typeof watchArchive>;
  let reports: Report[];
  let titles: Set<string>;
  /** Those of the last publication, as lines. */
  let problems: string[];

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'live-'));
    folder = join(root, 'archive');
    mkdirSync(join(folder, 'voa'), { recursive: true });
    db = openSqlite(':memory:');
    reports = [];
    titles = new Set();
    problems = [];
  });
  afterEach(async () => {
    await live.close();
    db.close();
    rmSync(root, { recursive: true, force: true });
  });

  const text = (number: number, body = `第${number}篇的全文。`) =>
    `<!--17067263${String(number).padStart(5, '0')}-->\n[第${number}篇](https://news.example/${number})\n------\n\n<p>${body}</p>\n`;

  async function start(archive = openFolder(folder, true)) {
    const deps = {
      db,
      archive,
      loadParser: loadParser('zh-Hans'),
      parserId: 'test',
      now: () => Date.UTC(2026, 0, 1),
    };
    await publishArchive(deps);
    live = watchArchive({
      deps,
      folder,
      followLinks: true,
      async published(report) {
        if (report.changed) reports.push(report);
        problems = report.problems.map(formatProblem);
        for (const { html } of (await newestArticles(db, 500)).articles) titles.add(html);
      },
      failed: () => {},
    });
  }

  function save(path: string, content: string) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }

  const eventually = <T>(value: () => T) => expect.poll(value);
  const shown = async () =>
    (await newestArticles(db, 500)).articles.map(({ title }) => title).sort();
  const until = (expected: string[]) => eventually(shown).toEqual(expected);

  test('a saved, changed, moved and deleted file', async () => {
    save('voa/1.md', text(1));
    await start();
    save('voa/2.md', text(2));
    await until(['第1篇', '第2篇']);
    save('voa/2.md', text(2).replace('第2篇]', '新的标题]'));
    await until(['新的标题', '第1篇'].sort());
    await eventually(() => reports.length).toBe(2);
    renameSync(join(folder, 'voa/1.md'), join(folder, 'voa/3.md'));
    await sleep(400);
    expect(reports.length).toBe(2);
    rmSync(join(folder, 'voa/3.md'));
    await until(['新的标题']);
  });

  test('a file that is moved into place, over another, and from a hidden name', async () => {
    save('voa/1.md', text(1));
    await start();
    writeFileSync(join(root, 'outside'), text(2));
    renameSync(join(root, 'outside'), join(folder, 'voa/1.md'));
    await until(['第2篇']);
    save('voa/.3.md.partial', text(3));
    await sleep(300);
    renameSync(join(folder, 'voa/.3.md.partial'), join(folder, 'voa/3.md'));
    await until(['第2篇', '第3篇']);
  });

  test('a source that broadsheet.json renames', async () => {
    save('voa/1.md', text(1));
    await start();
    const names = async () =>
      (await newestArticles(db, 9)).articles.map(({ sourceTitle }) => sourceTitle);
    save('broadsheet.json', '{"sources": {"voa": {"title": "美国之音"}}}\n');
    await eventually(names).toEqual(['美国之音']);
    save('voa/2.md', text(2));
    await eventually(names).toEqual(['美国之音', '美国之音']);
    await eventually(() => reports.map(({ read }) => read)).toEqual([0, 1]);
  });

  test('a pipe with an article’s name holds nothing up', async () => {
    await start();
    execFileSync('mkfifo', [join(folder, 'voa/pipe.md')]);
    await sleep(200);
    save('voa/1.md', text(1));
    await until(['第1篇']);
  });

  test('a broadsheet.json that becomes a pipe is told, and holds nothing up', async () => {
    const settings = { sources: { voa: { title: '美国之音' } } };
    save('broadsheet.json', JSON.stringify(settings));
    save('voa/1.md', text(1));
    await start();
    rmSync(join(folder, 'broadsheet.json'));
    execFileSync('mkfifo', [join(folder, 'broadsheet.json')]);
    save('voa/2.md', text(2));
    await until(['第1篇', '第2篇']);
    expect(problems).toEqual([
      'broadsheet.json: it cannot be read: it is no regular file; expected a readable file',
    ]);
    const { articles } = await newestArticles(db, 9);
    expect(articles.map(({ sourceTitle }) => sourceTitle)).toEqual(['美国之音', '美国之音']);
  });

  test('a burst is one publication', async () => {
    await start();
    for (let number = 1; number <= 200; number++) save(`voa/${number}.md`, text(number));
    await eventually(async () => (await shown()).length).toBe(200);
    expect(await currentRevision(db)).toBe(1);
  });

  test('a slow copy is never published half', async () => {
    await start();
    const whole = text(1, '很长的全文。'.repeat(500));
    for (let at = 0; at < whole.length; at += 700) {
      appendFileSync(join(folder, 'voa/slow.md'), whole.slice(at, at + 700));
      await sleep(120);
    }
    await until(['第1篇']);
    await eventually(() => [...titles]).toEqual([`<p>${'很长的全文。'.repeat(500)}</p>`]);
  });

  test('what is written to while it is read is published when it is whole', async () => {
    const disk = openFolder(folder);
    let more = '<p>第二段。</p>\n';
    await start({
      ...disk,
      async read(path) {
        const content = await disk.read(path);
        appendFileSync(join(folder, path), more);
        more = '';
        return content;
      },
    });
    save('voa/1.md', text(1));
    await eventually(() => [...titles]).toEqual(['<p>第1篇的全文。</p><p>第二段。</p>']);
  });

  test('new folders with files in them, deleted folders, and links to folders', async () => {
    await start();
    mkdirSync(join(root, 'ready/deep'), { recursive: true });
    writeFileSync(join(root, 'ready/deep/1.md'), text(1));
    renameSync(join(root, 'ready'), join(folder, 'bbc'));
    await until(['第1篇']);
    save('bbc/deep/2.md', text(2));
    await until(['第1篇', '第2篇']);
    mkdirSync(join(root, 'elsewhere'));
    writeFileSync(join(root, 'elsewhere/3.md'), text(3));
    symlinkSync(join(root, 'elsewhere'), join(folder, 'dw'));
    await until(['第1篇', '第2篇', '第3篇']);
    writeFileSync(join(root, 'elsewhere/4.md'), text(4));
    await until(['第1篇', '第2篇', '第3篇', '第4篇']);
    rmSync(join(folder, 'bbc'), { recursive: true });
    await until(['第3篇', '第4篇']);
  });

  test('an archive that vanishes as a whole keeps its articles, and is found again', async () => {
    save('voa/1.md', text(1));
    await start();
    renameSync(folder, join(root, 'away'));
    writeFileSync(join(root, 'away/voa/1.md'), text(2));
    rmSync(join(root, 'away/voa/1.md'));
    await sleep(500);
    expect(await shown()).toEqual(['第1篇']);
    save('voa/3.md', text(3));
    await until(['第3篇']);
    save('voa/4.md', text(4));
    await until(['第3篇', '第4篇']);
  });

  test('most of an archive that vanishes is told, and stays until it is back', async () => {
    for (let number = 1; number <= 30; number++) save(`voa/${number}.md`, text(number));
    await start();
    // A file is gone for certain where it goes alone.
    rmSync(join(folder, 'voa/30.md'));
    await eventually(async () => (await shown()).length).toBe(29);
    renameSync(join(folder, 'voa'), join(root, 'voa'));
    const told = expect.stringMatching(/^\.: 29 of 29 articles are in no file of the archive/);
    await eventually(() => problems).toEqual([told]);
    save('bbc/31.md', text(31));
    await until([...Array.from({ length: 29 }, (_, at) => `第${at + 1}篇`), '第31篇'].sort());
    expect(problems).toEqual([told]);
    renameSync(join(root, 'voa'), join(folder, 'voa'));
    await eventually(() => problems).toEqual([]);
    expect(await shown()).toHaveLength(30);
  });

  test('of what was missing and is back in part, the rest goes in the end', async () => {
    for (let number = 1; number <= 30; number++) save(`voa/${number}.md`, text(number));
    await start();
    renameSync(join(folder, 'voa'), join(root, 'voa'));
    await eventually(() => problems.length).toBe(1);
    for (let number = 1; number <= 5; number++) rmSync(join(root, `voa/${number}.md`));
    renameSync(join(root, 'voa'), join(folder, 'voa'));
    // A new folder has all files looked at.
    let looks = 0;
    const look = async () => {
      mkdirSync(join(folder, `look${looks++}`));
      await sleep(500);
      return (await shown()).length;
    };
    await eventually(look).toBe(25);
    expect(problems).toEqual([]);
  });

  test('git pull: files that are new, changed, renamed and deleted', async () => {
    const git = (at: string, ...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: at,
        stdio: 'pipe',
      });
    const origin = join(root, 'origin');
    mkdirSync(join(origin, 'voa'), { recursive: true });
    const commit = () => {
      git(origin, 'add', '--all');
      git(origin, 'commit', '--quiet', '--message', 'hourly');
    };
    git(origin, 'init', '--quiet');
    for (const number of [1, 2, 3]) writeFileSync(join(origin, `voa/${number}.md`), text(number));
    commit();
    rmSync(folder, { recursive: true });
    git(root, 'clone', '--quiet', origin, folder);
    await start();
    expect(await shown()).toEqual(['第1篇', '第2篇', '第3篇']);

    rmSync(join(origin, 'voa/1.md'));
    renameSync(join(origin, 'voa/2.md'), join(origin, 'voa/20.md'));
    writeFileSync(join(origin, 'voa/3.md'), text(3, '改了。'));
    writeFileSync(join(origin, 'voa/4.md'), text(4));
    mkdirSync(join(origin, 'bbc'));
    writeFileSync(join(origin, 'bbc/5.md'), text(5));
    commit();
    git(folder, 'pull', '--quiet');
    await until(['第2篇', '第3篇', '第4篇', '第5篇']);
    await eventually(() => [...titles]).toContain('<p>改了。</p>');
  });

  test('thousands at once come in bounded publications, and nothing is missed', async () => {
    await start();
    mkdirSync(join(root, 'many'));
    for (let number = 1; number <= 2500; number++) {
      writeFileSync(join(root, `many/${number}.md`), text(number));
    }
    renameSync(join(root, 'many'), join(folder, 'many'));
    const count = async () => (await db.all('SELECT id FROM articles WHERE withdrawn = 0')).length;
    await eventually(count).toBe(2500);
    expect(Math.max(...reports.map(({ read }) => read))).toBeLessThanOrEqual(1000);
  });
});

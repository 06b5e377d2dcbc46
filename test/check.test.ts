// npm run check: every problem a line, a summary, and an exit code that scripts can rely on.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { content } from './support/archive.ts';
import { startCommand, temporaryFolder } from './support/command.ts';

/** A folder with these files. */
function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const check = (folder: string, environment = {}) =>
  startCommand(['check', folder], environment).ended;

test('every problem is a line, by path; errors end with 1', async () => {
  const folder = folderOf({
    'bbc/1.md': content(1),
    'BBC/2.md': content(2),
    'bbc/3 "| \n.md': content(3).replace('<!--', '<!--x'),
    'bbc/4.md': content(4).replace(/000-->/, '-->'),
    'bbc/5.md': '<!--1706726344000-->\n[cut',
    'bbc/6.md': Uint8Array.of(0x3c, 10, 0xff),
    'voa/7.md': content(7, { url: '/a/7.html' }),
    'voa/8.md': content(8, { title: ' ' }),
    'voa/9.md': content(9, { url: 'http://news.example/1?utm_source=rss' }),
    'voa/10.html': '',
    'voa/11.txt': `${content(11)}${' '.repeat(5_000_000)}`,
    'voa/readme.rst': 'no article',
  });
  const { code, stdout, stderr } = await check(folder);
  const size = Buffer.byteLength(content(11)) + 5_000_000;
  expect(stderr.trimEnd().split('\n')).toEqual([
    'bbc/1.md: notice: duplicate: its link is also that of voa/9.md, which is published; expected one file an article',
    'bbc/3 "| \\n.md:1: publication date “x1704067380000” is not a number; expected <!--epoch milliseconds--> in the first line',
    'bbc/4.md:1: publication date 1704067440 is in seconds; expected milliseconds: 1704067440000',
    'bbc/5.md:2: no link behind the title; expected [title](https://…) and a line of dashes (------) below it',
    'bbc/6.md:2: the file is not UTF-8; expected UTF-8 text',
    'voa/10.html:1: no publication date; expected <!--epoch milliseconds--> in the first line',
    `voa/11.txt: the file has ${size} bytes; expected at most 5000000`,
    'voa/7.md:2: “/a/7.html” is not an absolute http(s) URL; expected [title](https://…) and a line of dashes (------) below it',
    'voa/8.md:2: the title is empty; expected [title](https://…) and a line of dashes (------) below it',
  ]);
  expect(stdout).toContain(`${folder}: 11 files, 2 articles to publish, 8 errors, 1 notice\n`);
  expect(code).toBe(1);
});

test('without errors it ends with 0, and says by source what cleaning saved', async () => {
  const body = `<p>abcd</p><script>${'x'.repeat(15)}</script>`;
  const folder = folderOf({
    'bbc/1.md': content(1, { body }),
    'BBC/2.md': content(2, { body, url: 'https://news.example/1' }),
  });
  const { code, stdout, stderr } = await check(folder);
  expect(stderr).toMatch(/^bbc\/1\.md: notice: duplicate: [^\n]+\n$/);
  expect(stdout).toMatch(/^bbc: 2 articles, cleaning saved \d+ % of \d+ bytes\n/);
  expect(stdout).toContain('2 files, 1 article to publish, 0 errors, 1 notice\n');
  expect(code).toBe(0);
});

test('what broadsheet.json says to no effect is a notice, with its line', async () => {
  const settings = {
    sources: {
      voa: {
        head: ['编号 #', '期号 #'],
        lines: ['分享'],
        byline: ['文/{names}'],
        relatedLists: true,
        titlePrefix: ['快讯：', '[{category}]'],
        identity: ['news.example/…-{id}', 'other.example/{id}'],
        images: 'unwrap',
      },
      bbc: { title: 'BBC', images: 'keep', relatedLists: false },
      nobody: { title: '没有人' },
    },
  };
  const folder = folderOf({
    'broadsheet.json': JSON.stringify(settings, null, 1),
    'voa/1.md': content(1, {
      title: '[国际] 桥',
      url: 'https://news.example/bridge-1',
      body: '<p>编号 7</p><p>分享</p><p>桥还在。</p>',
    }),
    'bbc/2.md': content(2),
  });
  const { stdout, stderr, code } = await check(folder);
  const nothing = (line: number, kind: string, rule: string) =>
    `broadsheet.json:${line}: notice: “${kind}” of “voa”: nothing in its articles matches “${rule}”; expected a rule that does`;
  expect(stderr.trimEnd().split('\n')).toEqual([
    nothing(6, 'head', '期号 #'),
    nothing(12, 'byline', '文/{names}'),
    nothing(14, 'relatedLists', 'true'),
    nothing(16, 'titlePrefix', '快讯：'),
    nothing(21, 'identity', 'other.example/{id}'),
    nothing(23, 'images', 'unwrap'),
    'broadsheet.json:30: notice: no article is of the source “nobody”; expected the name of a folder',
  ]);
  expect(stdout).toContain('2 articles to publish, 0 errors, 7 notices\n');
  expect(code).toBe(0);

  // With all of it in use, nothing is said.
  const { head: _, relatedLists: __, ...rest } = settings.sources.voa;
  const used = { ...rest, titlePrefix: ['[{category}]'], identity: ['news.example/…-{id}'] };
  writeFileSync(join(folder, 'broadsheet.json'), JSON.stringify({ sources: { voa: used } }));
  const image = '<img src="https://wsrv.nl/?url=a.example/1.jpg">';
  const body = `${image}<p>分享</p><p>文/王小明</p><p>桥还在。</p>`;
  const path = join(folder, 'voa/1.md');
  writeFileSync(
    path,
    content(1, { title: '[国际] 桥', url: 'https://news.example/bridge-1', body }),
  );
  expect((await check(folder)).stderr).toBe('');
});

test('only regular files are read, and links that lead out only where that is set', async () => {
  const outside = folderOf({ 'dw/2.md': content(2), '3.md': content(3) });
  const folder = folderOf({ 'voa/1.md': content(1) });
  execFileSync('mkfifo', [join(folder, 'broadsheet.json'), join(folder, 'voa/pipe.md')]);
  symlinkSync('/dev/zero', join(folder, 'voa/zero.md'));
  symlinkSync(join(outside, 'dw'), join(folder, 'dw'));
  symlinkSync(join(outside, '3.md'), join(folder, 'voa/3.md'));
  symlinkSync('1.md', join(folder, 'voa/link.html'));
  const link =
    'it cannot be read: it is a link that leads out of the archive, which only FOLLOW_LINKS=1 follows; expected a readable file or folder';
  const pipe =
    'broadsheet.json: it cannot be read: it is no regular file; expected a readable file';
  const closed = await check(folder);
  const open = await check(folder, { FOLLOW_LINKS: '1' });
  const lines = (text: string) => text.trimEnd().split('\n').sort();
  const duplicate = expect.stringMatching(/^voa\/link.html: notice: duplicate/);
  expect(lines(closed.stderr)).toEqual([
    pipe,
    `dw: ${link}`,
    `voa/3.md: ${link}`,
    duplicate,
    `voa/zero.md: ${link}`,
  ]);
  expect(closed.stdout).toContain('2 files, 1 article to publish');
  expect(lines(open.stderr)).toEqual([pipe, duplicate]);
  expect(open.stdout).toContain('4 files, 3 articles to publish');
});

test('a broadsheet.json without an end is not read', async () => {
  const folder = folderOf({});
  symlinkSync('/dev/zero', join(folder, 'broadsheet.json'));
  const { stderr } = await check(folder, { FOLLOW_LINKS: '1' });
  expect(stderr).toContain('broadsheet.json: it cannot be read: it is no regular file');
});

test('an empty folder has no problems', async () => {
  const folder = folderOf({});
  expect(await check(folder)).toEqual({
    code: 0,
    stderr: '',
    stdout: `${folder}: 0 files, 0 articles to publish, 0 errors, 0 notices\n`,
  });
});

test('a folder that is not there is said to be missing', async () => {
  const folder = join(folderOf({}), 'nowhere');
  expect(await check(folder)).toEqual({
    code: 1,
    stdout: '',
    stderr: `ARCHIVE: ${folder} is no folder; expected the folder of an archive\n`,
  });
});

test('a broken configuration is said before anything is read', async () => {
  const { code, stderr } = await check(folderOf({}), { FEED_LANGUAGE: '?' });
  expect(stderr).toBe(
    'FEED_LANGUAGE: “?” is not valid; expected a BCP 47 language tag such as zh-Hans or en\n',
  );
  expect(code).toBe(1);
});

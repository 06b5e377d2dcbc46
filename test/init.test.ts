// The workflow for GitHub: written into the repository that holds the archive, and only there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { startCommand, temporaryFolder } from './support/command.ts';

const PACKAGE = 'https://example.org/releases/v0.1.0/broadsheet-0.1.0.tgz';

const init = (folder: string, ...args: string[]) =>
  startCommand(['init', 'github', ...args], {}, folder).ended;

function repository(branch = 'main'): string {
  const folder = temporaryFolder();
  execFileSync('git', ['init', '-q', '-b', branch], { cwd: folder });
  mkdirSync(join(folder, 'the news/voa'), { recursive: true });
  return folder;
}

const workflowOf = (folder: string) =>
  readFileSync(join(folder, '.github/workflows/broadsheet.yml'), 'utf8');

test('the workflow publishes the archive on the branch it is on', async () => {
  const folder = repository('trunk');
  const { code, stdout } = await init(folder, 'the news', '--package', PACKAGE);
  expect(stdout).toContain('.github/workflows/broadsheet.yml is written');
  expect(code).toBe(0);
  const text = workflowOf(folder);
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  const { on, permissions, jobs } = parse(text);
  expect(on.push.branches).toEqual(['trunk']);
  expect(on.schedule).toHaveLength(1);
  expect(permissions).toEqual({ contents: 'read', pages: 'write', 'id-token': 'write' });
  const run = jobs.publish.steps.find((step: { run?: string }) => step.run);
  expect(run.env).toMatchObject({ ARCHIVE: 'the news' });
  expect(run.run).toContain(`--package="${PACKAGE}"`);
});

test('the command of the workflow is one that the program knows', async () => {
  const folder = repository();
  await init(folder, '.', '--package', PACKAGE);
  const { run, env } = parse(workflowOf(folder)).jobs.publish.steps.find(
    (step: { run?: string }) => step.run,
  );
  expect(env.ARCHIVE).toBe('.');
  writeFileSync(
    join(folder, 'voa.md'),
    '<!--1706726344000-->\n[One](https://example.org/1)\n------\n\n<p>Text.</p>\n',
  );
  const args = run.replace(/^npx .*? broadsheet /, '').replace('"$ARCHIVE"', env.ARCHIVE);
  const environment = { ...env, SITE_URL: 'https://someone.example/news' };
  const { code, stderr } = await startCommand(args.split(' '), environment, folder).ended;
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const feed = readFileSync(join(folder, '.broadsheet/site/feed.xml'), 'utf8');
  expect(feed).toContain('href="https://someone.example/news/feed.xml"');
  expect(existsSync(join(folder, env.DATABASE))).toBe(true);
});

test('a second time it changes nothing, and a workflow that somebody edited stays', async () => {
  const folder = repository();
  expect((await init(folder, '.', '--package', PACKAGE)).code).toBe(0);
  expect((await init(folder, '.', '--package', PACKAGE)).code).toBe(0);
  const path = join(folder, '.github/workflows/broadsheet.yml');
  writeFileSync(path, 'name: mine\n');
  const { code, stderr } = await init(folder, '.', '--package', PACKAGE);
  expect(stderr).toContain('is there already');
  expect(code).toBe(1);
  expect(readFileSync(path, 'utf8')).toBe('name: mine\n');
});

test.each([
  [['.'], '--package: it is not known where this program came from'],
  [['.', '--package', 'broadsheet'], 'broadsheet is not valid'],
  [['.', '--package', 'https://example.org/a.tgz"; rm -rf .tgz'], 'is not valid'],
  [['missing', '--package', PACKAGE], 'missing is no folder'],
])('%j is answered with what was expected, and writes nothing', async (args, message) => {
  const folder = repository();
  const { code, stderr } = await init(folder, ...args);
  expect(stderr).toContain(message);
  expect(code).toBe(1);
  expect(existsSync(join(folder, '.github'))).toBe(false);
});

test('a folder that is in no repository is named', async () => {
  const { code, stderr } = await init(temporaryFolder(), '.', '--package', PACKAGE);
  expect(stderr).toContain('. is not in a git repository');
  expect(code).toBe(1);
});

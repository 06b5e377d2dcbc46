// The package as its users install it: packed, put into an empty folder, and run from there.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { content } from './support/archive.ts';
import { startNode, temporaryFolder } from './support/command.ts';

/** The environment of a shell: without what `npm test` sets for its scripts, but with this Node. */
const shell = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
const npm = (cwd: string, ...args: string[]) =>
  execFileSync('npm', args, { cwd, env: { ...Object.fromEntries(shell), PATH } });

test('the tarball, installed into an empty folder, serves an archive, and is a library', async () => {
  const folder = temporaryFolder();
  npm(process.cwd(), 'pack', '--silent', '--pack-destination', folder);
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  npm(folder, 'install', `./${tarball}`, '--omit=dev', '--prefer-offline', '--no-audit');
  mkdirSync(join(folder, 'articles'));
  writeFileSync(join(folder, 'articles/1.md'), content(1));

  const program = join(folder, 'node_modules/.bin/broadsheet');
  const { output, prints } = startNode([program, 'articles', '--port', '0'], {}, folder);
  await prints('Broadsheet is at http://localhost:');
  const [url = ''] = /http:\S+\/$/m.exec(output.stdout) ?? [];
  const rss = await (await fetch(`${url}feed.xml`)).text();
  expect(rss).toContain('<item>');
  expect((await fetch(`${url}style.css`)).status).toBe(200);
  expect(output.stderr).toBe('');

  const names = `
    import { compose, createApp, parseArticle } from 'broadsheet';
    import { openSqlite, serve } from 'broadsheet/node';
    console.log([compose, createApp, parseArticle, openSqlite, serve].map((each) => typeof each));`;
  writeFileSync(join(folder, 'names.mjs'), names);
  const { stdout, stderr } = await startNode(['names.mjs'], {}, folder).ended;
  expect(stderr).toBe('');
  expect(stdout.match(/'function'/g)).toHaveLength(5);
  expect(readdirSync(join(folder, 'node_modules/broadsheet/dist/worker'))).toContain('index.js');

  const worker = await startNode([program, 'deploy'], {}, folder).ended;
  expect(worker).toMatchObject({ code: 1, stdout: '' });
  expect(worker.stderr).toContain('expected a clone of the repository');
});

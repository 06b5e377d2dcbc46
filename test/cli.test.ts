// The command line: help, version, options that are settings, .env, and what mistakes are answered.
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SETTINGS } from '../src/http/config.ts';
import { content } from './support/archive.ts';
import { startCommand, temporaryFolder } from './support/command.ts';

const run = (...args: string[]) => startCommand(args).ended;

test('help names the commands, and that of each fits on a screen', async () => {
  const { code, stdout } = await run('--help');
  expect(code).toBe(0);
  const commands = ['serve', 'check', 'push', 'export', 'hub', 'deploy', 'dev:edge'];
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  const helps = await Promise.all(commands.map((command) => run(command, '--help')));
  for (const help of [stdout, ...helps.map((each) => each.stdout)]) {
    expect(help).toMatch(/^Usage: broadsheet /);
    const lines = help.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  }
});

test('every setting of the environment is an option of serve', async () => {
  const options = SETTINGS.map(({ name }) => `--${name.toLowerCase().replaceAll('_', '-')}`);
  const { stderr } = await run(...options.flatMap((option) => [option, '?']));
  // The options are known, and their values are read as those of the environment are.
  for (const name of ['SITE_URL', 'ITEMS', 'PORT', 'ALLOW_PRIVATE_CALLBACKS']) {
    expect(stderr).toContain(`${name}: “?” is not valid; expected`);
  }
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([
  ['chekc', 'Did you mean check?'],
  ['--prot 8080', 'Did you mean --port?'],
  ['check --feed-langauge en', 'Did you mean --feed-language?'],
  ['serve one two', 'too many arguments'],
  ['--site-css nowhere.css', 'SITE_CSS: “nowhere.css” cannot be read (ENOENT); expected a file'],
  ['--site-logo package.json', 'SITE_LOGO: “package.json” is no picture; expected a file svg, png'],
  ['--host 203.0.113.4 --port 0', 'HOST: 203.0.113.4 is not of this machine'],
])('broadsheet %s is answered with a hint, and exit code 1', async (line, hint) => {
  const DATABASE = join(temporaryFolder(), 'feeds.db');
  const { code, stderr, stdout } = await startCommand(line.split(' '), { DATABASE }).ended;
  expect(stderr).toContain(hint);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

test('options go before the environment, and the environment before .env', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '1.md'), content(1));
  writeFileSync(
    join(folder, '.env'),
    'FEED_TITLE=of .env\nFEED_AUTHOR=of .env\nFEED_DESCRIPTION=of .env\nARCHIVE=.\nHOST=127.0.0.1\n',
  );
  const environment = { FEED_TITLE: 'of the environment', FEED_AUTHOR: 'of the environment' };
  const args = ['--port', '0', '--feed-title', 'of the option'];
  const { output, prints } = startCommand(args, environment, folder);
  await prints('of the option is at http://127.0.0.1:');
  const port = Number(/:(\d+)\/$/m.exec(output.stdout)?.[1]);
  const feed = await (await fetch(`http://127.0.0.1:${port}/feed.json`)).json();
  expect(feed).toMatchObject({
    title: 'of the option',
    description: 'of .env',
    authors: [{ name: 'of the environment' }],
  });

  // Who listens on the loopback address is not to be reached by another.
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const other = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (other) expect(await reaches(other.address, port)).toBe(false);
});

/** Whether anything answers there. */
function reaches(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host, port, agent: false }, (answer) => {
      answer.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
}

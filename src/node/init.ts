// Archive in a git repository → the workflow with which GitHub publishes it on Pages.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../http/config.ts';
import { CommandError, requireFolder } from './console.ts';

const WORKFLOW = '.github/workflows/broadsheet.yml';

/** The folder that this program was installed into. */
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

export interface InitOptions {
  /** Address of the tarball that the workflow installs. */
  package?: string;
}

/**
 * Writes the workflow into the repository that holds the archive.
 *
 * @param operands what to write for: `github`
 * @throws CommandError where there is no repository, no address of a tarball, or another workflow
 */
export async function init(
  { ARCHIVE }: Pick<Settings, 'ARCHIVE'>,
  options: InitOptions,
  [host]: readonly string[],
): Promise<void> {
  if (host !== 'github') {
    throw new CommandError(`expected broadsheet init github [ARCHIVE], and not init ${host}`);
  }
  requireFolder(ARCHIVE);
  const root = git(ARCHIVE, 'rev-parse', '--show-toplevel');
  const branch = git(ARCHIVE, 'symbolic-ref', '--short', 'HEAD');
  // As git sees it, so that links do not lead out of the repository.
  const archive = git(ARCHIVE, 'rev-parse', '--show-prefix').replace(/\/$/, '') || '.';
  const path = join(root, WORKFLOW);
  const text = workflow(branch, archive, tarball(options.package));
  const shown = relative('.', path);
  if (existsSync(path) && readFileSync(path, 'utf8') !== text) {
    throw new CommandError(`${shown} is there already; remove it to have it written anew`);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`${shown} is written. Now:
  1. On GitHub: Settings → Pages → Source: GitHub Actions.
  2. Commit the file and push it. The site is published then, and again each hour.
Settings such as FEED_TITLE stand in a file .env at the root of the repository.`);
}

/**
 * The database goes from run to run as a cache: it knows in which order articles came, and when
 * they changed.
 */
function workflow(branch: string, archive: string, from: string): string {
  return `name: Broadsheet
on:
  push: { branches: [${JSON.stringify(branch)}] }
  schedule: [{ cron: '17 * * * *' }]
  workflow_dispatch:
permissions: { contents: read, pages: write, id-token: write }
concurrency: pages
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: { name: github-pages, url: '\${{ steps.deploy.outputs.page_url }}' }
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-node@v6
        with: { node-version: 24 }
      - { uses: actions/configure-pages@v6, id: pages }
      - uses: actions/cache@v5
        with: { path: .broadsheet, key: 'broadsheet-\${{ github.run_id }}-\${{ github.run_attempt }}', restore-keys: broadsheet- }
      - run: npx --yes --package="${from}" broadsheet export .broadsheet/site "$ARCHIVE"
        env: { ARCHIVE: ${JSON.stringify(archive)}, DATABASE: .broadsheet/broadsheet.db, SITE_URL: '\${{ steps.pages.outputs.base_url }}' }
      - uses: actions/upload-pages-artifact@v5
        with: { path: .broadsheet/site }
      - { uses: actions/deploy-pages@v5, id: deploy }
`;
}

/**
 * The address to install from: what is said, or else what this program was installed from. Never a
 * bare name, which may belong to a stranger.
 */
function tarball(given: string | undefined): string {
  const address = given ?? installedFrom() ?? '';
  // It stands in a command: nothing that a shell or YAML would read.
  if (/^https:\/\/[\w.~%@+:/-]+\.tgz$/.test(address)) return address;
  throw new CommandError(
    `--package: ${given ? `${given} is not valid` : 'it is not known where this program came from'}; expected the address of its tarball, such as https://example.org/broadsheet-0.1.0.tgz`,
  );
}

/** The address that npm noted when it installed this program. */
function installedFrom(): string | undefined {
  const lock = join(PACKAGE, '../.package-lock.json');
  if (!existsSync(lock)) return undefined;
  return JSON.parse(readFileSync(lock, 'utf8')).packages['node_modules/broadsheet']?.resolved;
}

/** @throws CommandError where the folder is in no repository */
function git(folder: string, ...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const reason = stderr?.trim() || message;
    throw new CommandError(
      `ARCHIVE: ${folder} is not in a git repository that is on a branch (${reason})`,
    );
  }
}

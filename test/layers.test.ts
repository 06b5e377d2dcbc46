// Imports point up the list of rooms only, and each runtime stays in its own room.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * The rooms of `src/`. Each may import those before it, so there are no circles, and: `article`
 * knows no store, `feed` knows no HTTP, only `node` and `worker` know a runtime. A new room is a
 * decision, and is entered here.
 */
const ROOMS = [
  'article',
  'store',
  'feed',
  'publish',
  'site',
  'hub',
  'http',
  'node',
  'worker',
  'index',
];

/** What only one room may import, and only that one. */
const RESERVED: [packages: RegExp, room: string][] = [
  [/^node:|^@hono\/node-server/, 'node'],
  [/^cloudflare:|^@cloudflare\//, 'worker'],
];

/** Rooms that compute the same from the same input, always: no clock, no chance, no I/O. */
const PURE = ['article', 'feed'];
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bfetch\(|\bprocess\.|\bconsole\./;

type Sources = Record<string, string>;

/** All that is wrong with these files, by path below `src/`: "path: what". */
function faults(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([path, text]) => {
    const room = roomOf(path);
    if (!ROOMS.includes(room)) return [`${path}: ${room} is no declared room`];
    const imported = imports(text).flatMap((name) => {
      const fault = faultOf(path, name);
      return fault ? [`${path}: imports ${name}: ${fault}`] : [];
    });
    const impure = PURE.includes(room) && IMPURE.exec(withoutComments(text))?.[0];
    return impure ? [...imported, `${path}: uses ${impure}`] : imported;
  });
}

function faultOf(path: string, name: string): string | null {
  const room = roomOf(path);
  if (!name.startsWith('.')) {
    const owner = RESERVED.find(([packages]) => packages.test(name))?.[1] ?? room;
    return owner === room ? null : `only ${owner} may`;
  }
  if (!name.endsWith('.ts')) return 'expected the ending .ts';
  const target = posix.join(posix.dirname(path), name);
  if (target.startsWith('..')) return 'it is not in src';
  const other = roomOf(target);
  if (!ROOMS.includes(other)) return `${other} is no declared room`;
  if (room === 'worker' && other === 'node') return 'the runtimes know nothing of each other';
  return ROOMS.indexOf(other) <= ROOMS.indexOf(room)
    ? null
    : `${other} is further down than ${room}`;
}

/** `feed/rss.ts` → `feed`, `app.ts` → `app` */
function roomOf(path: string): string {
  return (path.split('/')[0] ?? '').replace(/\.ts$/, '');
}

function imports(text: string): string[] {
  const statement = /(?:^|[\s;}])(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...withoutComments(text).matchAll(statement)].map((match) => match[1] ?? '');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

test('no file of src breaks the rules', () => {
  const src = new URL('../src/', import.meta.url);
  const paths = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const sources = paths
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(new URL(path, src), 'utf8')]);
  expect(sources.length).toBeGreaterThan(ROOMS.length);
  expect(faults(Object.fromEntries(sources))).toEqual([]);
});

describe('the rules are kept: what breaks them is named', () => {
  test.each([
    ['feed/rss.ts', "import { a } from '../http/respond.ts';", 'http is further down than feed'],
    [
      'article/html/walk.ts',
      "import type { A } from '../../store/articles.ts';",
      'store is further',
    ],
    ['article/date.ts', "export * from '../store/files.ts';", 'store is further down than article'],
    [
      'http/app.ts',
      "const a = await import('../node/sqlite.ts');",
      'node is further down than http',
    ],
    ['http/app.ts', "import {\n  a,\n} from\n  '../node/sqlite.ts';", 'node is further down'],
    ['worker/index.ts', "import './../node/sqlite.ts';", 'know nothing of each other'],
    ['store/files.ts', 'import fs from "node:fs";', 'only node may'],
    ['http/app.ts', "import { serve } from '@hono/node-server/serve-static';", 'only node may'],
    ['http/deps.ts', "import type { D1 } from '@cloudflare/workers-types';", 'only worker may'],
    ['node/d1.ts', "import { env } from 'cloudflare:workers';", 'only worker may'],
    ['utils.ts', '', 'utils is no declared room'],
    ['http/app.ts', "import { a } from '../helpers/a.ts';", 'helpers is no declared room'],
    ['http/app.ts', "import { a } from './deps';", 'expected the ending .ts'],
    ['http/app.ts', "import { a } from '../../test/a.ts';", 'it is not in src'],
    ['feed/rss.ts', 'const now = Date.now();', 'uses Date.now('],
    ['article/date.ts', 'const now = new Date();', 'uses new Date()'],
  ])('%s with %j', (path, text, fault) => {
    const [found, more] = faults({ [path]: text });
    expect(found).toContain(path);
    expect(found).toContain(fault);
    expect(more).toBe(undefined);
  });

  test.each([
    ['feed/rss.ts', "import { a } from './xml.ts';\nimport { b } from '../article/media.ts';"],
    ['node/start.ts', "import { a } from 'node:fs';\nimport { b } from '../http/app.ts';"],
    ['worker/d1.ts', "import type { D1 } from '@cloudflare/workers-types';"],
    ['feed/rss.ts', "// never new Date(), nor import '../app.ts'\nconst a = new Date(1);"],
    [
      'article/clean.ts',
      "/** from '../http/app.ts' */ const a = 'https://a.example/'; fetchAll();",
    ],
  ])('%s with %j is right', (path, text) => {
    expect(faults({ [path]: text })).toEqual([]);
  });
});

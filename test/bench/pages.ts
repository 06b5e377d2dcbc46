// [--articles N] [--lighthouse FOLDER]: pages as a phone gets them: bytes, and what Lighthouse says.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { generateArticles } from '../archive/generate.ts';
import { table, verdict } from './harness.ts';
import { machineLoad, START, startServer } from './processes.ts';

const PICTURE = readFileSync(new URL('../../public/icon.png', import.meta.url));

/** Lighthouse's categories, and the least that each page must have. */
const CATEGORIES = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };

/**
 * Prints one table. Lighthouse is no dependency, as it brings 150 packages: where it was installed
 * (`npm install lighthouse` in an empty folder), the option names that folder.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { articles: { type: 'string', default: '300' }, lighthouse: { type: 'string' } },
  });
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const pictures = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'image/png');
    answer.setHeader('Cache-Control', 'max-age=31536000');
    answer.end(PICTURE);
  });
  await new Promise<void>((resolve) => pictures.listen(0, '127.0.0.1', resolve));
  const { port } = pictures.address() as AddressInfo;
  try {
    const archive = join(home, 'archive');
    for (const { path, text } of generateArticles({ count: Number(values.articles) })) {
      mkdirSync(dirname(join(archive, path)), { recursive: true });
      // Pictures are those of this machine: nothing is fetched from elsewhere.
      const local = text.replace(
        /(<img [^>]*src=")[^"]*/g,
        `$1http://127.0.0.1:${port}/picture.png`,
      );
      writeFileSync(join(archive, path), local);
    }
    const environment = { DATABASE: join(home, 'articles.db'), HOST: '127.0.0.1' };
    const server = await startServer([...START, archive], { environment });
    try {
      const front = await published(server.url);
      const article = /href="(\/articles\/[^"]*)"/.exec(front)?.[1] ?? '/';
      const rows = [];
      for (const path of ['/', article, '/search/?q=中国', '/subscribe/']) {
        const name = path.replace(/[\w-]{30,}/, '…');
        const weight = await weigh(server.url, encodeURI(path));
        rows.push(verdict(`${name}: KB without pictures`, weight / 1000, { most: 40 }));
        if (!values.lighthouse) continue;
        const scores = await lighthouse(values.lighthouse, home, server.url + encodeURI(path));
        for (const [category, least] of Object.entries(CATEGORIES)) {
          // Lighthouse asks search engines to list a page; those of searches must not be.
          if (category === 'seo' && path.startsWith('/search/?')) continue;
          rows.push(verdict(`${name}: ${category}`, scores[category] ?? 0, { least }));
        }
      }
      console.log(table([['', 'measured', 'goal', ''], ...rows]));
      console.log(`\n${machineLoad()}`);
    } finally {
      await server.stop();
    }
  } finally {
    pictures.close();
    rmSync(home, { recursive: true });
  }
}

/** The front page, once the archive and its index are published. */
async function published(url: string): Promise<string> {
  await ready(`${url}/search/?q=a`);
  return ready(`${url}/`);
}

/** A page in the browser's language, once it is composed: a busy machine may take several tries. */
async function ready(url: string): Promise<string> {
  for (;;) {
    const answer = await fetch(url, { headers: { 'Accept-Language': 'en-US,en;q=0.9' } });
    const text = await answer.text();
    if (answer.ok) return text;
    await sleep(200);
  }
}

/** Bytes on the wire of a page, its style sheets and scripts. */
async function weigh(url: string, path: string): Promise<number> {
  const page = await ready(url + path);
  const files = [...page.matchAll(/<(?:link rel="stylesheet" href|script[^>]* src)="([^"]*)"/g)];
  let bytes = 0;
  for (const target of [path, ...files.map(([, file = '']) => file)])
    bytes += await sent(url + target);
  return bytes;
}

function sent(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'Accept-Encoding': 'br, gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      answer.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

/** The scores of a page at Lighthouse's phone setting, of 100. */
async function lighthouse(
  folder: string,
  home: string,
  url: string,
): Promise<Record<string, number>> {
  const output = join(home, 'lighthouse.json');
  const flags =
    'headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync';
  const chrome = flags.split(' ').map((flag) => `--${flag}`);
  await promisify(execFile)(
    process.execPath,
    [
      join(folder, 'node_modules/lighthouse/cli/index.js'),
      url,
      '--quiet',
      '--output=json',
      `--output-path=${output}`,
      `--only-categories=${Object.keys(CATEGORIES).join(',')}`,
      `--chrome-flags=${chrome.join(' ')}`,
    ],
    { env: { CHROME_PATH: '/usr/bin/chromium', ...process.env } },
  );
  const { categories } = JSON.parse(readFileSync(output, 'utf8'));
  return Object.fromEntries(
    Object.keys(CATEGORIES).map((name) => [name, Math.round(categories[name].score * 100)]),
  );
}

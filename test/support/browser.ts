// A browser for tests: Chromium, a site for it to visit, and what axe says of a page.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Request } from './home.ts';

const DEBIANS = '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PUBLIC = new URL('../../public/', import.meta.url).pathname;
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** Debian's Chromium, else the one that npm brings. */
export async function openChromium() {
  const profile = mkdtempSync(join(tmpdir(), 'broadsheet-chromium-'));
  const executablePath = existsSync(DEBIANS) ? DEBIANS : await packagedChromium();
  const flags =
    'no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync';
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, HOME: profile } as Record<string, string>,
    args: flags.split(' ').map((flag) => `--${flag}`),
  });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The Chromium that npm brings, with the libraries that a machine without a browser lacks. */
async function packagedChromium(): Promise<string> {
  // It unpacks those only where it takes the machine for the kind it was made for.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/** A home behind a port of this machine, with the files of `public/` beside it. */
export interface VisitedSite {
  url: string;
  close(): void;
}

/** @param open opens the home, once the site's URL is known */
export async function openSite(open: (url: string) => Promise<Request>): Promise<VisitedSite> {
  const files = new Set(readdirSync(PUBLIC).map((name) => `/${name}`));
  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (files.has(path)) {
      outgoing.setHeader('Content-Type', TYPES[extname(path)] ?? '');
      outgoing.end(readFileSync(join(PUBLIC, path)));
      return;
    }
    const names = ['accept', 'accept-language', 'sec-fetch-dest', 'if-none-match'];
    const headers = names.map((name) => [name, incoming.headers[name]]);
    const given = headers.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
    const answer = await (await request)(path, { headers: Object.fromEntries(given) });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const url = `http://localhost:${typeof address === 'object' ? address?.port : ''}`;
  const request = open(url);
  await request;
  return {
    url,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What went wrong in a page, in a browser's eyes. */
export interface Watched {
  page: Page;
  /** Errors and warnings of the console, and requests to other hosts that are no pictures. */
  complaints: string[];
  /** Pictures of other hosts that were asked for. */
  pictures: string[];
}

/** A picture of 600 × 400 in the place of any of a newsroom's. */
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="#789"/></svg>';

/** A page in which nothing reaches another host: pictures are answered here, late. */
export async function watchedPage(context: BrowserContext, site: string): Promise<Watched> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const pictures: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route(
    ({ href }) => !href.startsWith(site),
    async (route) => {
      const request = route.request();
      if (request.resourceType() !== 'image') {
        complaints.push(`asked for ${request.url()}`);
        return route.abort();
      }
      pictures.push(request.url());
      if (request.headers().referer) complaints.push(`told ${request.url()} the referrer`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return route.fulfill({ contentType: 'image/svg+xml', body: PICTURE });
    },
  );
  return { page, complaints, pictures };
}

/** All that axe finds wrong, best practices included: one line each. */
export async function axe(page: Page, rules?: string[]): Promise<string[]> {
  // Evaluated from outside, the page's Content-Security-Policy stays as it is.
  await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    const options = only ? { runOnly: { type: 'rule', values: only } } : {};
    // biome-ignore lint/suspicious/noExplicitAny: the script above defined it
    const { violations } = await (globalThis as any).axe.run(options);
    return violations.flatMap(
      ({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }, rules);
}

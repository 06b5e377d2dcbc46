// Middleware that redirects an address as people type it to the address of what they mean.
import type { MiddlewareHandler } from 'hono';
import { sourceKey } from '../article/sources.ts';
import { sourceIn } from '../feed/channel.ts';
import { datePath, languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import { FORMATS, type Site } from '../feed/types.ts';
import type { Database } from '../store/database.ts';
import { listLanguages, readDirectory } from '../store/sources.ts';
import { redirect } from './redirect.ts';

/** What people call the documents that other sites have. */
const FILES: Record<string, string> = {
  rss: FORMATS.rss.file,
  feed: FORMATS.rss.file,
  'rss.xml': FORMATS.rss.file,
  'index.xml': FORMATS.rss.file,
  'feed.rss': FORMATS.rss.file,
  atom: FORMATS.atom.file,
  'feed.atom': FORMATS.atom.file,
};

/** A year, a month or a day. */
const DATE = /^\/+\d{4}(?:[-/]+\d{1,2}){0,2}\/*$/;

/** What people call sources and languages → what they are called in addresses. */
export interface Names {
  /** The key of a source. */
  source(name: string): Promise<string | undefined>;
  /** A BCP 47 tag. */
  language(name: string): Promise<string | undefined>;
}

/** The names that a store knows, aliases among them. */
export function namesIn(db: Database): Names {
  return {
    source: async (name) => sourceIn(await readDirectory(db), sourceKey(name))?.key,
    // The tag in its own spelling, or that of the largest part of a language.
    async language(name) {
      const asked = name.toLowerCase();
      const languages = (await listLanguages(db)).toSorted((a, b) => b.count - a.count);
      const tags = languages.map(({ language }) => language);
      return (
        tags.find((tag) => tag.toLowerCase() === asked) ??
        tags.find((tag) => tag.toLowerCase().startsWith(`${asked}-`))
      );
    },
  };
}

/**
 * Where nothing is found, looks for the address that was meant: another case, slashes too many or
 * too few, a usual name of a feed, an alias of a source, a language without its script, a date
 * written otherwise. A redirect leads only to what is there.
 *
 * @param ask answers a request to this site
 */
export function typedAddresses(
  site: Site,
  names: Names,
  ask: (request: Request) => Response | Promise<Response>,
): MiddlewareHandler {
  /** Our own requests: what they do not find is not there. */
  const asked = new WeakSet<Request>();

  return async (c, next) => {
    await next();
    const { raw: request, method } = c.req;
    if (c.res.status !== 404 || asked.has(request) || !/^(GET|HEAD)$/.test(method)) return;
    const { pathname, search } = new URL(request.url);
    for (const meant of await meantBy(pathname)) {
      if (meant === pathname) continue;
      const other = new Request(new URL(meant, request.url));
      asked.add(other);
      const answer = await ask(other);
      await answer.body?.cancel();
      if (!answer.ok) continue;
      c.res = redirect(site, meant + search);
      return;
    }
  };

  /** What may be meant, the likeliest first. */
  async function meantBy(path: string): Promise<string[]> {
    const parts = partsOf(path);
    if (!parts) return [];
    const [kind = '', name = '', ...rest] = parts;
    if (/^sources$/i.test(kind) && name) {
      const key = await names.source(name);
      return key ? namesOf(sourcePath(key), rest) : [];
    }
    if (/^languages$/i.test(kind) && name) {
      const tag = await names.language(name);
      return tag ? namesOf(languagePath(tag), rest) : [];
    }
    const [date, ...below] = path.match(/\d+/g) ?? [];
    if (date && DATE.test(path)) {
      return [datePath([date, ...below.map((digits) => digits.padStart(2, '0'))].join('-'))];
    }
    return parts.length === 0 ? ['/'] : namesOf('', parts);
  }
}

/** The parts of a path, decoded, without empty ones; null where it cannot be decoded. */
function partsOf(path: string): string[] | null {
  try {
    return decodeURIComponent(path).split('/').filter(Boolean);
  } catch {
    return null;
  }
}

/**
 * The addresses of a document, of a page, and of a feed without a page: the parts in lower case,
 * and the last as a file is called.
 *
 * @param base path above the parts, encoded
 */
function namesOf(base: string, parts: string[]): string[] {
  const lower = parts.map((part) => part.toLowerCase());
  const page = [base, ...lower.map(encodeURIComponent)].join('/');
  const last = lower.pop();
  if (last === undefined) return [pagePath(page)];
  const file = [base, ...[...lower, FILES[last] ?? last].map(encodeURIComponent)].join('/');
  return [file, pagePath(page), `${page}/${FORMATS.rss.file}`];
}

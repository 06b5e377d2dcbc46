// [FOLDER] [--articles 200]: cleaning beside Readability, article-extractor and sanitize-html.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extractFromHtml } from '@extractus/article-extractor';
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
// @ts-expect-error the package brings no types
import sanitizeHtml from 'sanitize-html';
import { parseArticle } from '../../src/article/article.ts';
import type { Article } from '../../src/article/types.ts';
import { openFolder } from '../../src/node/files.ts';
import { digest } from '../../src/node/parser.ts';
import { writeArchive } from '../archive/generate.ts';
import { squeeze } from '../clean.judge.ts';
import { isBoilerplate, isDateLine, isProse, visibleLines } from '../judge.lines.ts';
import { interleave, secondsOf, table } from './harness.ts';

const OPTIONS = { now: Date.now(), language: 'und', digest };
/** So much of an article's prose missing is an article that readers would miss. */
const TENTH = 0.1;

interface Sample {
  path: string;
  bytes: Uint8Array;
  article: Article;
  body: string;
}

/** Each gets the article as it wants it, and gives HTML. */
const CONTENDERS: Record<string, (sample: Sample) => Promise<string>> = {
  // The whole of it: header, cleaning, language, identity.
  async broadsheet({ path, bytes }) {
    const compiled = await parseArticle(path, bytes, OPTIONS);
    return 'article' in compiled ? compiled.article.html : '';
  },
  async readability(sample) {
    const { document } = parseHTML(pageOf(sample));
    return new Readability(document).parse()?.content ?? '';
  },
  async 'article-extractor'(sample) {
    const found = await extractFromHtml(pageOf(sample), sample.article.url);
    return found?.content ?? '';
  },
  async 'sanitize-html'({ body }) {
    return sanitizeHtml(body, { allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img'] });
  },
};

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { articles: { type: 'string', default: '200' } },
  });
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    if (!positionals[0]) writeArchive(home, { count: Number(values.articles) });
    await compare(await samplesOf(positionals[0] ?? home, Number(values.articles)));
  } finally {
    rmSync(home, { recursive: true });
  }
}

async function compare(samples: Sample[]): Promise<void> {
  const seconds = await interleave(
    Object.fromEntries(
      Object.entries(CONTENDERS).map(([name, clean]) => [
        name,
        () =>
          secondsOf(async () => {
            for (const sample of samples) await clean(sample);
          }),
      ]),
    ),
  );
  const rows: (string | number)[][] = [];
  for (const [name, clean] of Object.entries(CONTENDERS)) {
    const found = { kept: 0, prose: 0, short: 0, boilerplate: 0 };
    for (const sample of samples) {
      const { kept, prose, boilerplate } = judge(sample, await clean(sample));
      found.kept += kept;
      found.prose += prose;
      found.short += Number(prose - kept > prose * TENTH);
      found.boilerplate += Number(boilerplate);
    }
    const milliseconds = ((seconds[name] ?? 0) / samples.length) * 1000;
    rows.push([
      name,
      (found.kept / found.prose) * 100,
      String(found.short),
      String(found.boilerplate),
      milliseconds,
    ]);
  }
  const head = [
    '',
    'prose kept, %',
    'articles without a tenth',
    'with boilerplate',
    'ms an article',
  ];
  console.log(table([[`${samples.length} articles`, ...head.slice(1)], ...rows]));
}

/** Characters of prose in the body, how many of them are in the HTML, and what else is. */
function judge({ body }: Sample, html: string) {
  const lines = visibleLines(html);
  const text = squeeze(lines.join(''));
  const prose = visibleLines(body).filter(isProse).map(squeeze);
  const lengthOf = (some: string[]) => some.reduce((sum, line) => sum + line.length, 0);
  return {
    prose: lengthOf(prose),
    kept: lengthOf(prose.filter((line) => text.includes(line))),
    boilerplate: lines.some(isBoilerplate) || lines.slice(0, 4).some(isDateLine),
  };
}

/** So many articles of a folder, at equal distances. */
async function samplesOf(folder: string, count: number): Promise<Sample[]> {
  const archive = openFolder(folder);
  const { files } = await archive.list();
  const samples: Sample[] = [];
  const step = Math.max(1, files.length / count);
  for (let at = 0; at < files.length; at += step) {
    const { path } = files[Math.floor(at)] ?? { path: '' };
    const { bytes } = await archive.read(path);
    const compiled = await parseArticle(path, bytes, OPTIONS);
    if ('article' in compiled) samples.push({ path, bytes, ...compiled });
  }
  return samples;
}

/** What an extractor is made for: a page. */
function pageOf({ article, body }: Sample): string {
  return `<!doctype html><html><head><title>${article.title.replaceAll('<', '&lt;')}</title></head><body>${body}</body></html>`;
}

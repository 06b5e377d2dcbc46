// `npm run judge -- FOLDER [--show]`: what cleaning makes of an archive, by source.
//
// --show prints what is behind the figures: lines left, lines lost, articles that are two.
import { parseArgs } from 'node:util';
import { load } from 'cheerio';
import { type CompiledArticle, parseArticle } from '../src/article/article.ts';
import { readSourceTable } from '../src/article/sources.ts';
import { digest } from '../src/node/digest.ts';
import { openFolder } from '../src/node/files.ts';
import { table } from './bench/harness.ts';
import { squeeze } from './clean.judge.ts';
import { isBoilerplate, isDateLine, isProse, visibleLines } from './judge.lines.ts';

/** Columns. Articles where nothing else is said. */
const FIGURES = {
  articles: 'articles',
  /** With a date line above or below the story. */
  dates: 'date',
  boilerplate: 'boilerplate',
  /** With one of the two, per cent. */
  either: 'either %',
  /** Without a line of prose that a browser shows of the body. */
  lost: 'lost',
  authors: 'authors',
  /** Pictures without `figure`. */
  bare: 'no figure',
  /** Captions without a picture. */
  captions: 'no picture',
  /** With the address of another article, but for its words. */
  doubles: 'double',
  summaries: 'summary=title',
  empty: 'no summary',
  /** Bytes of the bodies. */
  before: 'before',
  after: 'after',
};
type Figures = Record<keyof typeof FIGURES, number> & { languages: Map<string, number> };

/** A date further inside is a heading of the story. */
const NEAR = 4;

/** What is found in one article. */
function judge({ article, body }: CompiledArticle) {
  const lines = visibleLines(article.html);
  const text = squeeze(lines.join(''));
  const $ = load(article.html, null, false);
  return {
    dates: [...lines.slice(0, NEAR), ...lines.slice(-NEAR)].filter(isDateLine),
    boilerplate: lines.filter(isBoilerplate),
    lost: visibleLines(body).filter((line) => isProse(line) && !text.includes(squeeze(line))),
    bare: $('img').length - $('figure img').length,
    captions: $('figcaption')
      .toArray()
      .filter((caption) => $(caption).closest('figure').has('img, video, audio').length === 0)
      .length,
  };
}

/** What an address ends with, where that names an article whatever words come before it. */
function numberIn(url: string): string | undefined {
  const { pathname } = new URL(url);
  const number = /(?<![\da-z])(?:id[A-Z]{2}\w{8,}|\d{6,})(?=(?:\.html)?\/?$)/.exec(pathname)?.[0];
  return number && /^20\d{6}$/.test(number) ? undefined : number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { show: { type: 'boolean' } },
});
const archive = openFolder(positionals[0] ?? '.');
const settings = readSourceTable((await archive.settings()) ?? '{}');
const sources = Array.isArray(settings) ? new Map() : settings;
const options = { now: Date.now(), language: 'und', digest, sources };

const figures = new Map<string, Figures>();
const ids = new Map<string, string>();
const addresses = new Map<string, string>();
let rejected = 0;

for (const { path } of (await archive.list()).files) {
  const compiled = await parseArticle(path, (await archive.read(path)).bytes, options);
  if ('problem' in compiled) {
    rejected++;
    continue;
  }
  const { article, body } = compiled;
  const none = Object.keys(FIGURES).map((key) => [key, 0]);
  const sum = figures.get(article.source) ?? {
    ...(Object.fromEntries(none) as Figures),
    languages: new Map(),
  };
  figures.set(article.source, sum);
  const found = judge(compiled);
  const show = (what: string, lines: string[]) => {
    if (values.show)
      for (const line of lines) console.log(`${path}: ${what}: ${line.slice(0, 200)}`);
  };
  show('date', found.dates);
  show('boilerplate', found.boilerplate);
  show('lost', found.lost);

  const number = numberIn(article.url);
  const address = `${article.source} ${number}`;
  const other = addresses.get(address) ?? article.id;
  const double = number !== undefined && other !== article.id;
  if (double) show('double', [article.url]);
  // Two files of one article are no mistake.
  const repeated = ids.has(article.id);
  ids.set(article.id, path);
  addresses.set(address, article.id);

  sum.articles++;
  sum.dates += Number(found.dates.length > 0);
  sum.boilerplate += Number(found.boilerplate.length > 0);
  sum.either += Number(found.dates.length + found.boilerplate.length > 0);
  sum.lost += Number(found.lost.length > 0);
  sum.authors += Number(article.authors.length > 0);
  sum.bare += found.bare;
  sum.captions += found.captions;
  sum.doubles += Number(double && !repeated);
  sum.summaries += Number(squeeze(article.summary) === squeeze(article.title));
  sum.empty += Number(article.summary === '');
  sum.before += Buffer.byteLength(body);
  sum.after += Buffer.byteLength(article.html);
  sum.languages.set(article.language, (sum.languages.get(article.language) ?? 0) + 1);
}

const rows = [...figures].sort().map(([source, sum]) => [source, ...cells(sum)]);
rows.push(['all', ...cells(total([...figures.values()]))]);
console.log(table([['source', ...Object.values(FIGURES), 'languages'], ...rows]));
console.log(`${rejected} files are no article`);

function cells(sum: Figures): string[] {
  const shown = { ...sum, either: Math.round((sum.either / sum.articles) * 1000) / 10 };
  const languages = [...sum.languages].sort(([, a], [, b]) => b - a).map((each) => each.join(' '));
  return [
    ...Object.keys(FIGURES).map((key) => String(shown[key as keyof typeof FIGURES])),
    languages.join(', '),
  ];
}

function total(all: Figures[]): Figures {
  const sum = structuredClone(all[0]) as Figures;
  for (const each of all.slice(1)) {
    for (const key of Object.keys(FIGURES) as (keyof typeof FIGURES)[]) sum[key] += each[key];
    for (const [tag, count] of each.languages)
      sum.languages.set(tag, (sum.languages.get(tag) ?? 0) + count);
  }
  return sum;
}

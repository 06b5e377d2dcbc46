// `npm run judge -- FOLDER [--show]`: what cleaning makes of an archive, by source.
//
// --show prints what is behind the figures: lines left, lines lost, articles that are two.
import { parseArgs } from 'node:util';
import { load } from 'cheerio';
import { type CompiledArticle, parseArticle } from '../src/article/article.ts';
import { readSourceTable } from '../src/article/sources.ts';
import { openFolder } from '../src/node/files.ts';
import { digest } from '../src/node/parser.ts';
import { table } from './bench/harness.ts';
import { squeeze } from './clean.judge.ts';
import { frequentLines, isBoilerplate, isDateLine, isProse, visibleLines } from './judge.lines.ts';

/** Columns. Articles where nothing else is said. */
const FIGURES = {
  articles: 'articles',
  /** With a date line above or below the story. */
  dates: 'date',
  boilerplate: 'boilerplate',
  /** With one of the two, per cent. */
  either: 'either %',
  /** Without a sentence that a browser shows in a line of prose of the body. */
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

/** The sentences of a line; a cut-off end is none. */
function sentences(line: string): string[] {
  return line.match(/[^。！？!?]+[。！？!?]+/g) ?? [line];
}

/** A date further inside is a heading of the story. */
const NEAR = 4;

/** What is found in one article. */
function judge({ article, body }: CompiledArticle, isFrequent: (line: string) => boolean) {
  const text = squeeze(visibleLines(article.html).join(''));
  const isLost = (line: string) =>
    isProse(line) &&
    !isFrequent(line) &&
    sentences(line).some((sentence) => !text.includes(squeeze(sentence))) &&
    squeeze(line) !== squeeze(article.title);
  const $ = load(article.html, null, false);
  const lines = visibleLines(article.html, 'figcaption');
  return {
    lines: {
      dates: [...lines.slice(0, NEAR), ...lines.slice(-NEAR)].filter(isDateLine),
      boilerplate: lines.filter(isBoilerplate),
      lost: visibleLines(body).filter(isLost),
    },
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

const bySource = new Map<string, Map<string, CompiledArticle>>();
let rejected = 0;
for (const { path } of (await archive.list()).files) {
  const compiled = await parseArticle(path, (await archive.read(path)).bytes, options);
  if ('problem' in compiled) {
    rejected++;
    continue;
  }
  const articles = bySource.get(compiled.article.source) ?? new Map();
  bySource.set(compiled.article.source, articles.set(path, compiled));
}
const figures = [...bySource].sort().map(([source, all]) => [source, judgeSource(all)] as const);
const rows = figures.map(([source, sum]) => [source, ...cells(sum)]);
rows.push(['all', ...cells(total(figures.map(([, sum]) => sum)))]);
console.log(table([['source', ...Object.values(FIGURES), 'languages'], ...rows]));
console.log(`${rejected} files are no article`);

function judgeSource(articles: Map<string, CompiledArticle>): Figures {
  const bodies = [...articles.values()].map(({ body }) => visibleLines(body));
  const isFrequent = frequentLines(bodies);
  const zeros = Object.fromEntries(Object.keys(FIGURES).map((key) => [key, 0]));
  const sum: Figures = { ...(zeros as Record<keyof typeof FIGURES, number>), languages: new Map() };
  const ids = new Map<string, string>();
  for (const [path, compiled] of articles) {
    const { article, body } = compiled;
    const found = judge(compiled, isFrequent);
    const number = numberIn(article.url);
    const other = number ? (ids.get(number) ?? article.id) : article.id;
    if (number) ids.set(number, article.id);
    const doubles = other === article.id ? [] : [article.url];
    if (values.show) {
      for (const [what, lines] of Object.entries({ ...found.lines, doubles })) {
        for (const line of lines) console.log(`${path}: ${what}: ${line.slice(0, 200)}`);
      }
    }
    const { dates, boilerplate, lost } = found.lines;
    sum.articles++;
    sum.dates += Number(dates.length > 0);
    sum.boilerplate += Number(boilerplate.length > 0);
    sum.either += Number(dates.length + boilerplate.length > 0);
    sum.lost += Number(lost.length > 0);
    sum.authors += Number(article.authors.length > 0);
    sum.bare += found.bare;
    sum.captions += found.captions;
    sum.doubles += doubles.length;
    sum.summaries += Number(squeeze(article.summary) === squeeze(article.title));
    sum.empty += Number(article.summary === '');
    sum.before += Buffer.byteLength(body);
    sum.after += Buffer.byteLength(article.html);
    sum.languages.set(article.language, (sum.languages.get(article.language) ?? 0) + 1);
  }
  return sum;
}

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

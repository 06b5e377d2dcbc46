// A search that finds little → searches that find more.
import { html } from 'hono/html';
import type { Database } from '../../store/database.ts';
import { readQuery, type SearchQuery } from '../../store/search/query.ts';
import { countMatches } from '../../store/search/search.ts';
import type { Html, View } from '../view.ts';
import { type Refinement, searchAddress } from './refine.ts';

/** Suggestions that are tried, and that are shown. */
const TRIED = 8;
const SHOWN = 4;

/** Links to related searches that find something: words as another region says them, fewer words. */
export async function suggestions(
  db: Database,
  view: View,
  refinement: Refinement,
  count: number,
): Promise<Html> {
  const { words, href } = view;
  const { text, source, lang, year } = refinement;
  const plain = { ...refinement, source: '', lang: '', year: '' };
  const narrowed = Boolean(source || lang || year);
  const others = [...new Set([...(await regionalWords(text)), ...looser(text)])].slice(0, TRIED);
  const found: { query: SearchQuery; count: number }[] = [];
  for (const other of others) {
    const query = readQuery(other);
    if ('fault' in query || found.some((known) => known.query.match === query.match)) continue;
    found.push({ query, count: await countMatches(db, query) });
  }
  const better = found.filter((each) => each.count > count).slice(0, SHOWN);
  if (better.length === 0 && !narrowed) return html``;
  return html`<section class="suggestions" aria-labelledby="suggestions">
<h2 id="suggestions">${words.finding.didYouMean}</h2>
<ul>
${narrowed ? html`<li><a href="${href(searchAddress(plain))}">${words.finding.everywhere(text)}</a></li>\n` : ''}${better.map(
  ({ query, count }) =>
    html`<li><a href="${href(searchAddress({ ...plain, text: query.text }))}">${query.text}</a> <small>${words.articles(count)}</small></li>\n`,
)}</ul>
</section>`;
}

/** The same in the words of the mainland and of Taiwan: 软件 and 軟體. */
async function regionalWords(text: string): Promise<string[]> {
  if (!/\p{sc=Han}{2}/u.test(text)) return [];
  const [{ Converter: toTaiwan }, { Converter: toMainland }] = await Promise.all([
    import('opencc-js/cn2t'),
    import('opencc-js/t2cn'),
  ]);
  const simplified = toMainland({ from: 'tw', to: 'cn' })(text);
  return [
    toTaiwan({ from: 'cn', to: 'twp' })(simplified),
    toMainland({ from: 'twp', to: 'cn' })(text),
  ];
}

/** Searches with each of the words left out, and with the words of a long run apart. */
function looser(text: string): string[] {
  const terms = text.match(/-?"[^"]*"|\S+/g) ?? [];
  const fewer =
    terms.length > 1 ? terms.map((_, left) => terms.filter((_, at) => at !== left).join(' ')) : [];
  const apart = text.replace(/"([^"]*)"|\p{sc=Han}{4,}/gu, (run, quoted?: string) =>
    wordsOf(quoted ?? run),
  );
  return [apart, ...fewer];
}

function wordsOf(run: string): string {
  const segments = new Intl.Segmenter('zh', { granularity: 'word' }).segment(run);
  const words = [...segments].filter(({ isWordLike }) => isWordLike);
  return words.map(({ segment }) => segment).join(' ');
}

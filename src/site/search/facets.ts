// Matches of a search → how many each source, year and language has, as links that narrow it down.
import { html } from 'hono/html';
import { languageName } from '../../article/language-names.ts';
import { dayOf, startOfDay } from '../../feed/calendar.ts';
import type { Match } from '../../store/search/search.ts';
import type { Directory } from '../../store/sources.ts';
import type { Html, View } from '../view.ts';
import { type Refinement, searchAddress } from './refine.ts';

/** Values that are shown of a facet at once; the others are folded away. */
const SHOWN = 8;

interface Facet {
  /** Parameter of the address. */
  name: 'source' | 'year' | 'lang';
  label: string;
  /** The most frequent first, years the newest first. */
  values: { value: string; title: string; language?: string; count: number }[];
}

/** @param partial whether these matches are only some of those that there are */
export function facets(
  view: View,
  refinement: Refinement,
  matches: Match[],
  partial: boolean,
  directory: Directory,
): Html {
  const { words } = view;
  const title = (key: string) =>
    directory.sources.find((source) => source.key === key)?.title ?? key;
  const byCount = (counts: Map<string, number>) =>
    [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const all: Facet[] = [
    {
      name: 'year',
      label: words.finding.year,
      values: [...countByYear(matches, view.site.timeZone)].map(([value, count]) => ({
        value,
        title: words.year(value),
        count,
      })),
    },
    {
      name: 'source',
      label: words.sources,
      values: byCount(countBy(matches, ({ source }) => source)).map(([value, count]) => ({
        value,
        title: title(value),
        count,
      })),
    },
    {
      name: 'lang',
      label: words.languages,
      values: byCount(countBy(matches, ({ language }) => language)).map(([value, count]) => ({
        value,
        title: languageName(value),
        language: value,
        count,
      })),
    },
  ];
  const shown = all.filter(({ name, values }) => refinement[name] || values.length > 1);
  if (shown.length === 0) return html``;
  return html`<nav class="facets" aria-label="${words.finding.narrow}">
${shown.map((facet) => group(view, refinement, facet))}
${partial ? html`<p class="hint">${words.finding.partial(matches.length)}</p>` : ''}
</nav>`;
}

function group(view: View, refinement: Refinement, { name, label, values }: Facet): Html {
  const { words } = view;
  const link = ({ value, title, language, count }: Facet['values'][number]) => {
    const chosen = refinement[name] === value;
    const address = searchAddress({ ...refinement, [name]: chosen ? '' : value });
    return html`<li><a href="${view.href(address)}"${chosen ? html` class="chosen"` : ''}><span${language ? html` lang="${language}"` : ''}>${title}</span> ${chosen ? html`<span aria-hidden="true">✕</span><span class="unseen">${words.finding.remove}</span>` : html`<small>${count}</small>`}</a></li>\n`;
  };
  // What was chosen can be taken back also where nothing is found.
  const chosen = refinement[name];
  const listed = values.some(({ value }) => value === chosen);
  const first = chosen && !listed ? [{ value: chosen, title: chosen, count: 0 }] : [];
  const all = [...first, ...values];
  return html`<div class="facet"><h2>${label}</h2>
<ul>
${all.slice(0, SHOWN).map(link)}</ul>
${
  all.length > SHOWN
    ? html`<details><summary>${words.finding.more(all.length - SHOWN)}</summary>
<ul>
${all.slice(SHOWN).map(link)}</ul>
</details>`
    : ''
}</div>
`;
}

function countBy(matches: Match[], keyOf: (match: Match) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const match of matches) {
    counts.set(keyOf(match), (counts.get(keyOf(match)) ?? 0) + 1);
  }
  return counts;
}

/** Years of the site's time zone, the newest first. */
function countByYear(matches: Match[], timeZone: string): Map<string, number> {
  const counts = new Map<string, number>();
  let year = '';
  let start = Number.POSITIVE_INFINITY;
  for (const date of matches.map(({ published }) => published).sort((a, b) => b - a)) {
    if (date < start) {
      year = dayOf(date, timeZone).slice(0, 4);
      start = startOfDay(`${year}-01-01`, timeZone);
    }
    counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  return counts;
}

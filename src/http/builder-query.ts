// Query of the feed builder → its fields, and what they ask for.
import { sourceKey } from '../article/sources.ts';
import type { Selection } from '../feed/selection.ts';
import { FORMATS, type Format } from '../feed/types.ts';
import type { Say } from '../site/failure.ts';
import type { Fields } from '../site/subscribe/form.ts';
import { isScript } from '../site/view.ts';
import { BadQuery } from './failure.ts';
import { readSelection } from './query.ts';

/** Fields of the form that are parameters of a feed, too. */
const SHARED = ['source', 'lang', 'q', 'not', 'zh', 'content'];

/**
 * Reads the form as a browser sends it: fields may be empty, and what a form cannot send is ignored.
 *
 * @param items the limit of feeds
 * @returns the fields, and what they ask for or what is wrong with them
 */
export function readBuilder(
  query: URLSearchParams,
  items: number,
): { fields: Fields; asked: Selection | Say } {
  const filled = new URLSearchParams(
    [...query].filter(([name, value]) => SHARED.includes(name) && value.trim() !== ''),
  );
  const all = (name: string) => [...new Set(filled.getAll(name))].sort();
  const format = query.get('format') ?? '';
  const zh = filled.get('zh') ?? '';
  const fields: Fields = {
    sources: [...new Set(all('source').map(sourceKey))].sort(),
    languages: all('lang'),
    q: filled.get('q') ?? '',
    not: filled.get('not') ?? '',
    zh: isScript(zh) ? zh : '',
    content: filled.get('content') === 'summary' ? 'summary' : 'full',
    format: Object.hasOwn(FORMATS, format) ? (format as Format) : 'rss',
    own: ownReader(query.get('own') ?? ''),
  };
  try {
    return { fields, asked: readSelection({ filter: true }, filled, items) };
  } catch (error) {
    if (error instanceof BadQuery) return { fields, asked: error.say };
    throw error;
  }
}

/** The URL of a reader that somebody runs: it becomes a link, so it must be one of the web. */
function ownReader(text: string): string {
  const url = URL.parse(/^https?:/i.test(text.trim()) ? text.trim() : `https://${text.trim()}`);
  if (!url || !/^https?:$/.test(url.protocol) || !text.trim()) return '';
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').slice(0, 200);
}

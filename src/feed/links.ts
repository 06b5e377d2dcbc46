// Channel → its links to other documents.
import { type Channel, FORMATS, type Format } from './types.ts';
import type { Element } from './xml.ts';

/**
 * Links to the document itself, its hub (W3C WebSub §4) and its neighbours in the archive (RFC
 * 5005 §4), as elements `link` of Atom. Only Atom has links to the other formats: readers of RSS
 * take those for the website.
 */
export function channelLinks(own: Format, { urls, hub, history = {} }: Channel): Element[] {
  const link = (rel: string, to = urls): Element => ({
    _attributes: { rel, type: FORMATS[own].mediaType, href: to[own] },
  });
  const alternate = (format: Format): Element => ({
    _attributes: { rel: 'alternate', type: FORMATS[format].mediaType, href: urls[format] },
  });
  return [
    link('self'),
    ...(hub ? [{ _attributes: { rel: 'hub', href: hub } }] : []),
    ...(own === 'atom' ? [alternate('rss'), alternate('json')] : []),
    ...(history.current ? [link('current', history.current)] : []),
    ...(history.previous ? [link('prev-archive', history.previous)] : []),
  ];
}

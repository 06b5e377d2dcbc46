// Channel → its links to other documents.
import { type Channel, FORMATS, type Format } from './types.ts';
import type { Element } from './xml.ts';

/**
 * Links to the document itself, its hub (W3C WebSub §4) and its neighbours in the archive (RFC
 * 5005 §4), as elements `link` of Atom. None leads to the other formats: SimplePie and newsboat
 * take an `alternate` that is no page for the website. The HTTP header `Link` names those.
 */
export function channelLinks(own: Format, { urls, hub, history = {} }: Channel): Element[] {
  const link = (rel: string, to = urls): Element => ({
    _attributes: { rel, type: FORMATS[own].mediaType, href: to[own] },
  });
  return [
    link('self'),
    ...(hub ? [{ _attributes: { rel: 'hub', href: hub } }] : []),
    ...(history.current ? [link('current', history.current)] : []),
    ...(history.previous ? [link('prev-archive', history.previous)] : []),
  ];
}

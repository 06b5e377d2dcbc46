// Channel → its links to other documents.
import { type Channel, FORMATS, type Format } from './types.ts';
import type { Element } from './xml.ts';

/**
 * Links to the document itself, its other formats, its hub (W3C WebSub §4) and its neighbours in
 * the archive (RFC 5005 §4), as elements `link` of Atom.
 */
export function channelLinks(own: Format, { urls, hub, history = {} }: Channel): Element[] {
  const link = (rel: string, format: Format, to = urls): Element => ({
    _attributes: { rel, type: FORMATS[format].mediaType, href: to[format] },
  });
  const others = (Object.keys(FORMATS) as Format[]).filter((format) => format !== own);
  return [
    link('self', own),
    ...(hub ? [{ _attributes: { rel: 'hub', href: hub } }] : []),
    ...others.map((format) => link('alternate', format)),
    ...(history.current ? [link('current', own, history.current)] : []),
    ...(history.previous ? [link('prev-archive', own, history.previous)] : []),
    ...(history.next ? [link('next-archive', own, history.next)] : []),
  ];
}

// Channel → what RSS and Atom alike say of its other documents: links, and RFC 5005 marks.
import { type Channel, FORMATS, type Format } from './types.ts';
import type { Attributes, Element } from './xml.ts';

/**
 * The other formats (`alternate`) and the neighbours in the archive (RFC 5005 §4), as
 * attributes of an Atom `link`.
 */
export function channelLinks(format: Format, channel: Channel): Attributes[] {
  const others = (Object.keys(FORMATS) as Format[]).filter((other) => other !== format);
  const alternates = others.map((other) => ({
    rel: 'alternate',
    type: FORMATS[other].mediaType,
    href: channel.urls[other],
  }));
  const { current, previous, next } = channel.history ?? {};
  const neighbours = { current, 'prev-archive': previous, 'next-archive': next };
  const history = Object.entries(neighbours).flatMap(([rel, urls]) =>
    urls ? [{ rel, type: FORMATS[format].mediaType, href: urls[format] }] : [],
  );
  return [...alternates, ...history];
}

/** RFC 5005 §2 and §4: marks a document as holding everything, or as an archive document. */
export function historyMarks(channel: Channel): Element {
  return {
    ...(channel.complete && { 'fh:complete': {} }),
    ...(channel.history?.current && { 'fh:archive': {} }),
  };
}

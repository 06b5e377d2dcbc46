// Path of a request → the feed at this path, and its channel.

/** The parts of a feed's address. */
export interface FeedAddress {
  /** Path of the channel's page, such as `/` or `/sources/voa`. */
  channel: string;
  /** Name of the document, such as `atom.xml`. */
  file: string;
}

/** Pages of the archive do not count as feeds: they are read once, not polled. */
const FEED = /^((?:(?!\/archive\/).)*)\/(feed\.xml|atom\.xml|feed\.json)$/;

/** @param path without the query */
export function feedAt(path: string): FeedAddress | null {
  const [, channel, file] = FEED.exec(path) ?? [];
  return file === undefined ? null : { channel: channel || '/', file };
}

/** The path of a request's target. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}

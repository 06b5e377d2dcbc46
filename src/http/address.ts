// Path of a request → the feed it names, and the channel that the feed is of.

/** A feed's address, in its parts. */
export interface FeedAddress {
  /** Path of the channel's page, such as `/` or `/sources/voa`. */
  channel: string;
  /** Name of the feed below it, such as `atom.xml`. */
  file: string;
}

/** Pages of the archive are no channels: they are read once, not polled. */
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

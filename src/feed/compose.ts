// Channel + items → one feed document as text, the same bytes for the same input.
import { composeAtom } from './atom.ts';
import { cleanChannel, cleanItem } from './clean.ts';
import { composeJson } from './json.ts';
import { composeRss } from './rss.ts';
import type { Channel, Format, Item } from './types.ts';

const COMPOSERS = { rss: composeRss, atom: composeAtom, json: composeJson };

/**
 * Composes one document: RSS 2.0, Atom 1.0 (RFC 4287) or JSON Feed 1.1. All three carry the
 * same items, ids, dates and links. Characters that XML cannot hold are left out of every text,
 * in JSON too.
 *
 * @param items newest first, as they are to stand in the document
 * @throws TypeError if the home page or a document of the channel has no absolute URL; a broken
 *   URL of an item is left out, and the rest of the item stays
 */
export function compose(format: Format, channel: Channel, items: readonly Item[]): string {
  return COMPOSERS[format](cleanChannel(channel), items.map(cleanItem));
}

// Channel + items → feed document, ready to be sent.
import { createDocument, type UndatedDocument } from '../store/document.ts';
import { compose } from './compose.ts';
import { type Channel, FORMATS, type Format, type Item } from './types.ts';

/** @throws TypeError if a URL of the channel itself is not absolute, as `compose` does */
export async function renderDocument(
  format: Format,
  channel: Channel,
  items: readonly Item[],
): Promise<UndatedDocument> {
  const text = compose(format, channel, items);
  return createDocument(text, FORMATS[format].mediaType, channel.ttl * 60);
}

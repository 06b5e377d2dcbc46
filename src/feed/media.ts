// Image, audio and video of an item → elements of RSS and of Media RSS (rssboard.org/media-rss).
import type { Image } from '../article/media.ts';
import type { CleanItem } from './clean.ts';
import type { Element } from './xml.ts';

/** The picture, for lists. */
export function thumbnail(image: Image | null): Element | undefined {
  return image ? { _attributes: { url: image.url, ...sizeOf(image) } } : undefined;
}

/** The picture with what it shows, and every audio and video file. */
export function mediaContent({ image, enclosures }: CleanItem): Element[] {
  const lead = image && {
    _attributes: {
      url: image.url,
      medium: 'image',
      type: image.type ?? undefined,
      ...sizeOf(image),
    },
    'media:description': image.alt
      ? { _attributes: { type: 'plain' }, _text: image.alt }
      : undefined,
  };
  const files = enclosures.map(({ url, type }) => ({
    _attributes: { url, medium: mediumOf(type), type },
  }));
  return lead ? [lead, ...files] : files;
}

/**
 * The first audio or video file: readers of podcasts look for nothing else, and the board advises
 * against more than one (rssboard.org/rss-profile). It must state a length; 0 says that it is not
 * known.
 */
export function enclosure({ enclosures }: CleanItem): Element | undefined {
  const file = enclosures.find(({ type }) => /^(audio|video)$/.test(mediumOf(type) ?? ''));
  return file && { _attributes: { url: file.url, length: '0', type: file.type } };
}

function mediumOf(type: string): string | undefined {
  return /^(audio|video|image)\//.exec(type)?.[1];
}

function sizeOf({ width, height }: Pick<Image, 'width' | 'height'>) {
  return { width: width?.toString(), height: height?.toString() };
}

// Texts of a channel and its items → the same in Simplified or Traditional Chinese.
import type { Channel, Item } from './types.ts';

/** BCP 47 tags of the scripts. */
export const TAGS = { hans: 'zh-Hans', hant: 'zh-Hant' };

export type Script = keyof typeof TAGS;

/** Converts plain text. */
export type Convert = (text: string) => string;

/** Made once each: building the tree of a dictionary takes a while. */
const converters: Partial<Record<Script, Promise<Convert>>> = {};

/**
 * The converter to a script. Its dictionaries (a megabyte for Traditional) are loaded by the
 * first feed that asks for it.
 *
 * Traditional is that of Taiwan, character by character, and with OpenCC's phrases where a
 * character alone does not tell (后 / 後, 发 / 發 / 髮). The choice of words stays as it is.
 */
export function converterTo(script: Script): Promise<Convert> {
  const converter = converters[script] ?? load(script);
  converters[script] = converter;
  return converter;
}

async function load(script: Script): Promise<Convert> {
  if (script === 'hans') {
    const { Converter } = await import('opencc-js/t2cn');
    return Converter({ from: 'tw', to: 'cn' });
  }
  const { Converter } = await import('opencc-js/cn2t');
  return Converter({ from: 'cn', to: 'tw' });
}

/** Converts the texts of a Chinese channel; returns any other as it is. */
export function convertChannel(channel: Channel, script: Script, convert: Convert): Channel {
  if (!isChinese(channel.language)) return channel;
  return {
    ...channel,
    title: convert(channel.title),
    description: convert(channel.description),
    author: convert(channel.author),
    copyright: channel.copyright && convert(channel.copyright),
    language: TAGS[script],
  };
}

/** Converts the texts of a Chinese item, never an id or a URL; returns any other as it is. */
export function convertItem(item: Item, script: Script, convert: Convert): Item {
  if (!isChinese(item.language)) return item;
  return {
    ...item,
    title: convert(item.title),
    summary: convert(item.summary),
    ...(item.categories && { categories: item.categories.map(convert) }),
    ...(item.html !== undefined && { html: convertHtml(item.html, convert) }),
    image: item.image && { ...item.image, alt: convert(item.image.alt) },
    source: { ...item.source, title: convert(item.source.title) },
    language: TAGS[script],
  };
}

/**
 * Converts the text of clean HTML, and the attributes `alt` and `title`. Clean HTML quotes its
 * attributes and escapes `<` and `>` in them: a tag ends at the first `>`.
 */
export function convertHtml(html: string, convert: Convert): string {
  return html.replace(/<[^>]*>|[^<]+/g, (part) =>
    part.startsWith('<')
      ? part.replace(/ (alt|title)="([^"]*)"/g, (_, name, text) => ` ${name}="${convert(text)}"`)
      : convert(part),
  );
}

export function isChinese(language: string): boolean {
  return /^zh\b/i.test(language);
}

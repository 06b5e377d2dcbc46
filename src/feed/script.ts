// Texts of an item → the same in Simplified or Traditional Chinese.
import type { Channel, Item } from './types.ts';

export type Script = 'hans' | 'hant';

/** Converts plain text. */
export type Convert = (text: string) => string;

/**
 * The converter to a script. Its dictionaries (a megabyte for Traditional) are loaded by the
 * first feed that asks for it, and by nothing else.
 *
 * Traditional is that of Taiwan, character by character and with OpenCC's phrases where a
 * character alone does not tell (后 / 後, 发 / 發 / 髮); words stay those of the text.
 */
export function converterTo(script: Script): Promise<Convert> {
  const converter = converters.get(script) ?? load(script);
  converters.set(script, converter);
  return converter;
}

/** Made once: the dictionary is turned into a tree, which takes a while. */
const converters = new Map<Script, Promise<Convert>>();

async function load(script: Script): Promise<Convert> {
  if (script === 'hans') {
    const { Converter } = await import('opencc-js/t2cn');
    return Converter({ from: 'tw', to: 'cn' });
  }
  const { Converter } = await import('opencc-js/cn2t');
  return Converter({ from: 'cn', to: 'tw' });
}

/** The BCP 47 tag of a text in this script. */
export function tagOf(script: Script): string {
  return script === 'hans' ? 'zh-Hans' : 'zh-Hant';
}

/** The channel's names in the script, where it is a Chinese one. */
export function convertChannel(channel: Channel, script: Script, convert: Convert): Channel {
  if (!isChinese(channel.language)) return channel;
  return {
    ...channel,
    title: convert(channel.title),
    description: convert(channel.description),
    author: convert(channel.author),
    language: tagOf(script),
  };
}

/** The item in the script, where it is a Chinese one: texts only, never an id or a URL. */
export function convertItem(item: Item, script: Script, convert: Convert): Item {
  if (!isChinese(item.language)) return item;
  return {
    ...item,
    title: convert(item.title),
    summary: convert(item.summary),
    ...(item.html !== undefined && { html: convertHtml(item.html, convert) }),
    image: item.image && { ...item.image, alt: convert(item.image.alt) },
    source: { ...item.source, title: convert(item.source.title) },
    language: tagOf(script),
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

function isChinese(language: string): boolean {
  return /^zh\b/i.test(language);
}

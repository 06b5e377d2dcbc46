// Tree of a body → writer events: what each node becomes, and what is left out.
import type { ChildNode, Document, Element } from 'domhandler';
import type { Enclosure, Image } from '../media.ts';
import { mediaType } from '../media.ts';
import type { Attribute } from './allow.ts';
import { HOLDERS, INLINES, LINES, plainAttributes, RENAMED } from './allow.ts';
import { isMachineUrl } from './boilerplate.ts';
import { embed, player } from './embeds.ts';
import { startTag } from './escape.ts';
import { EMOJI, leadImage } from './images.ts';
import type { Entry } from './line.ts';
import { linkUrl, webUrl } from './links.ts';
import type { Outline } from './outline.ts';
import { nodeBehind, textOf } from './tree.ts';
import type { Writer } from './writer.ts';

/** What a walk finds besides the text. */
export interface Finds {
  image: Image | null;
  /** The first still of a video, for an article without an image. */
  poster: Image | null;
  alts: Set<string>;
  enclosures: Enclosure[];
}

/** Walks the tree once, without recursion: depth costs no stack. */
export function walk(root: Document, outline: Outline, base: string, writer: Writer): Finds {
  const finds: Finds = { image: null, poster: null, alts: new Set(), enclosures: [] };
  const entered: Entry[] = [];
  const leave = () => writer.leave(entered.pop() ?? null);
  let node: ChildNode | null = root.firstChild;
  while (node) {
    let child: ChildNode | null = null;
    if (node.type === 'text') writeText(node.data, base, writer);
    else if (
      isElement(node) &&
      !outline.gone.has(node) &&
      !replace(node, outline, base, writer, finds)
    ) {
      const entry = enter(node, base, writer);
      child = node.firstChild;
      if (child) entered.push(entry);
      else writer.leave(entry);
    }
    node = child ?? nodeBehind(node, root, leave);
  }
  return finds;
}

function isElement(node: ChildNode): node is Element {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style';
}

/** Writes an element that is replaced by something else; false for one that is entered. */
function replace(
  element: Element,
  { pictures }: Outline,
  base: string,
  writer: Writer,
  finds: Finds,
): boolean {
  if (element.name === 'img' || element.attribs.src) {
    const picture = pictures.get(element);
    if (picture) writeImage(picture, writer, finds);
    if (picture || element.name === 'img') return true;
  }
  switch (element.name) {
    case 'br':
      writer.lineBreak();
      return true;
    case 'hr':
      writer.rule();
      return true;
    case 'wbr':
      return true;
    case 'iframe':
      writeEmbed(element, base, writer);
      return true;
    case 'audio':
    case 'video':
      return writePlayer(element, base, writer, finds);
    default:
      return false;
  }
}

/** A web address in a text: what follows it in Chinese, or ends a sentence, is no part of it. */
const ADDRESS = /https?:\/\/[a-z\d][\w.~:/?#@!$&'()*+,;=%-]{2,2000}(?<=[\w/=~#&+-])/gi;

/** Writes a text; addresses in it become links. */
function writeText(text: string, base: string, writer: Writer): void {
  if (!text.includes('://') || writer.inLink()) {
    writer.text(text);
    return;
  }
  let end = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const href = linkUrl(address, base);
    if (href === null || isMachineUrl(href)) continue;
    if (index > end) writer.text(text.slice(end, index));
    const link = writer.inline('a', [['href', href]]);
    writer.text(address);
    writer.leave(link);
    end = index + address.length;
  }
  if (end < text.length) writer.text(text.slice(end));
}

function enter(element: Element, base: string, writer: Writer): Entry {
  const name = RENAMED.get(element.name) ?? element.name;
  if (name === 'a') {
    const href = linkUrl(element.attribs.href, base);
    return href === null || isMachineUrl(href) ? null : writer.inline('a', [['href', href]]);
  }
  if (INLINES.has(name)) return writer.inline(name, attributesOf(name, element, base));
  if (LINES.has(name) || HOLDERS.has(name)) {
    return writer.block(name, attributesOf(name, element, base));
  }
  return null;
}

function attributesOf(name: string, element: Element, base: string): Attribute[] {
  const attributes = plainAttributes(name, element.attribs);
  const cite = name === 'q' || name === 'blockquote' ? webUrl(element.attribs.cite, base) : null;
  if (cite !== null) attributes.unshift(['cite', cite]);
  return attributes;
}

function writeImage(attributes: Attribute[], writer: Writer, finds: Finds): void {
  const alt = attributes.find(([name]) => name === 'alt')?.[1] ?? '';
  if (EMOJI.test(alt)) {
    writer.text(alt);
    return;
  }
  writer.atom(startTag('img', attributes));
  finds.image ??= leadImage(attributes);
  if (alt) finds.alts.add(alt);
}

function writeEmbed(iframe: Element, base: string, writer: Writer): void {
  const shown = embed(iframe, base);
  const fallback = textOf(iframe);
  if (shown === null && fallback === '') return;
  const box = writer.block('p');
  const link = shown && writer.inline('a', [['href', shown.url]]);
  const label = shown?.label ?? '';
  const text = [label, label.includes(fallback) ? '' : fallback].filter(Boolean).join(' · ');
  writeText(text, base, writer);
  if (link) writer.leave(link);
  writer.leave(box);
}

function writePlayer(media: Element, base: string, writer: Writer, finds: Finds): boolean {
  const found = player(media, base);
  if (found === null) return false;
  writer.atom(`${startTag(media.name, found.attributes)}</${media.name}>`);
  if (found.enclosure) finds.enclosures.push(found.enclosure);
  if (found.poster) {
    finds.poster ??= { url: found.poster, type: mediaType(found.poster), alt: '' };
  }
  return true;
}

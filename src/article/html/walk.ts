// Tree of a body → writer events: what each node becomes, and what is left out.
import type { ChildNode, Document, Element } from 'domhandler';
import type { Enclosure, Image } from '../media.ts';
import { mediaType } from '../media.ts';
import type { Attribute } from './allow.ts';
import { DROPPED, HOLDERS, INLINES, LINES, plainAttributes, RENAMED } from './allow.ts';
import { isBoilerplate, isMachineUrl } from './boilerplate.ts';
import { embed, player } from './embeds.ts';
import { startTag } from './escape.ts';
import { imageAttributes, leadImage } from './images.ts';
import { linkUrl, webUrl } from './links.ts';
import { textOf } from './tree.ts';
import type { Entry, Writer } from './writer.ts';

/** What a walk finds besides the text. */
export interface Finds {
  image: Image | null;
  /** The first still of a video, for an article without an image. */
  poster: Image | null;
  alts: Set<string>;
  enclosures: Enclosure[];
  /** Texts of the boilerplate that was left out. */
  removed: string[];
}

/**
 * Walks the tree once, without recursion: depth costs no stack.
 *
 * @param gone elements to leave out
 */
export function walk(
  root: Document,
  gone: ReadonlySet<unknown>,
  base: string,
  writer: Writer,
): Finds {
  const finds: Finds = { image: null, poster: null, alts: new Set(), enclosures: [], removed: [] };
  const entered: Entry[] = [];
  let node: ChildNode | null = root.firstChild;
  while (node) {
    if (node.type === 'text') writer.text(node.data);
    else if (
      isElement(node) &&
      !isLeftOut(node, gone, finds) &&
      !replace(node, base, writer, finds)
    ) {
      const entry = enter(node, base, writer);
      if (node.firstChild) {
        entered.push(entry);
        node = node.firstChild;
        continue;
      }
      writer.leave(entry);
    }
    while (node && !node.next) {
      node = node.parent as ChildNode | null;
      if (node && node !== (root as unknown)) writer.leave(entered.pop() ?? null);
      else node = null;
    }
    node = node?.next ?? null;
  }
  return finds;
}

function isElement(node: ChildNode): node is Element {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style';
}

/** Whether an element goes with all it holds; the text of boilerplate is noted. */
function isLeftOut(element: Element, gone: ReadonlySet<unknown>, finds: Finds): boolean {
  if (!isBoilerplate(element)) return DROPPED.has(element.name) || gone.has(element);
  const text = textOf(element);
  if (text !== '') finds.removed.push(text);
  return true;
}

/** Writes an element that is replaced by something else; false for one that is entered. */
function replace(element: Element, base: string, writer: Writer, finds: Finds): boolean {
  switch (element.name) {
    case 'br':
      writer.lineBreak();
      return true;
    case 'hr':
      writer.rule();
      return true;
    case 'wbr':
      return true;
    case 'img':
      writeImage(element, base, writer, finds);
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

function writeImage(img: Element, base: string, writer: Writer, finds: Finds): void {
  const attributes = imageAttributes(img, base);
  if (attributes === null) return;
  writer.atom(startTag('img', attributes));
  finds.image ??= leadImage(attributes);
  const alt = attributes.find(([name]) => name === 'alt')?.[1];
  if (alt) finds.alts.add(alt);
}

function writeEmbed(iframe: Element, base: string, writer: Writer): void {
  const shown = embed(iframe, base);
  const fallback = textOf(iframe);
  if (shown === null && fallback === '') return;
  const box = writer.block('p');
  const link = shown && writer.inline('a', [['href', shown.url]]);
  const labels = shown && fallback !== shown.label ? [shown.label, fallback] : [fallback];
  writer.text(labels.filter(Boolean).join(' · '));
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

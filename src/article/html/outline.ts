// Tree of a body → what stands in it, in the order of a reader: lines of text, pictures, captions.
//
// Everything that looks at more than one place of an article (the line above the story, the
// footer, the caption of a picture, the same picture twice) looks here; the tree is walked once.
import type { ChildNode, Document, Element, Text } from 'domhandler';
import type { Attribute } from './allow.ts';
import { DROPPED, HOLDERS, LINES, RENAMED } from './allow.ts';
import { isBoilerplate } from './boilerplate.ts';
import { player } from './embeds.ts';
import { createPictures } from './images.ts';
import { withoutZeroWidth } from './line.ts';
import { elements, holdsMedia, holdsProse, nodeBehind, textOf } from './tree.ts';

/** A run of text between two line breaks. */
export interface Piece {
  nodes: Text[];
  text: string;
}

/** A line: text between two block boundaries, in one or more pieces. */
export interface TextLine {
  pieces: Piece[];
  /** All of its text, breaks as blanks. */
  text: string;
  /** The innermost block element around it, null at the top of the body. */
  block: Element | null;
  /** The innermost list around it. */
  list: Element | null;
  /** Its text outside of links. */
  unlinked: string;
  /** Where its last link leads, as written; empty where it has none. */
  href: string;
  /** It stands in a `time` element. */
  time: boolean;
}

export interface Outline {
  lines: TextLine[];
  /** Elements with the attributes of the image that is to be shown in their place. */
  pictures: Map<Element, Attribute[]>;
  /** Players of audio and video. */
  players: Set<Element>;
  /** Elements that hold the caption or the credit of a picture. */
  captions: Set<Element>;
  /** Elements to leave out. */
  gone: Set<Element>;
  /** Names in links that are marked as the author's. */
  authors: string[];
  /** Texts of what is left out. */
  removed: string[];
}

/** What WordPress puts a player, a gallery or a caption in place of, where it failed to. */
const SHORTCODE = /\[\/?(?:audio|caption|embed|gallery|playlist|video)(?:\s[^[\]]{0,300})?\]/g;

/** What a text has where it may hold a shortcode, or characters that nobody sees. */
const UNTIDY = /[[\u200b\u2060\ufeff]/;

/** Elements that a line ends at. */
const BLOCKS = new Set([
  ...LINES,
  ...HOLDERS,
  ...[...RENAMED].filter(([, name]) => name === 'p').map(([old]) => old),
  'iframe',
  'hr',
]);
/** Elements that tell something of all that stands in them. */
const COUNTED = new Set(['a', 'small', 'time', 'table', 'figure']);

/** What captions and credits are called, in class names of newsrooms and WordPress themes. */
const CAPTION = /caption|credit|copyright/i;

/**
 * Reads a body once, without recursion: depth costs no stack.
 *
 * @param base   absolute URL of the article
 * @param images what becomes of an image's URL
 */
export function outline(root: Document, base: string, images: (url: string) => string): Outline {
  const lines: TextLine[] = [];
  const captions = new Set<Element>();
  const players = new Set<Element>();
  const gone = new Set<Element>();
  const authors: string[] = [];
  const removed: string[] = [];
  const pictures = createPictures(base, images);

  const blocks: Element[] = [];
  const lists: Element[] = [];
  const depth = { a: 0, small: 0, time: 0, table: 0, figure: 0 };
  let pieces: Piece[] = [];
  let isNewPiece = true;
  let unlinked = '';
  let href = '';
  let small = true;
  let time = false;

  function endLine(): void {
    isNewPiece = true;
    if (pieces.length === 0) return;
    const block = blocks.at(-1) ?? null;
    const [first] = pieces;
    const text =
      first && pieces.length === 1
        ? first.text.trim()
        : pieces.map((piece) => piece.text.trim()).join(' ');
    if (block && (small || pictures.isAlt(text))) captions.add(block);
    lines.push({ pieces, text, block, list: lists.at(-1) ?? null, unlinked, href, time });
    pieces = [];
    unlinked = '';
    href = '';
    small = true;
    time = false;
  }

  function addText(node: Text): void {
    if (UNTIDY.test(node.data)) {
      node.data = withoutZeroWidth(node.data).replace(SHORTCODE, (code) => {
        removed.push(code);
        return '';
      });
    }
    if (node.data.trim() === '') return;
    const piece = isNewPiece ? undefined : pieces.at(-1);
    if (piece) {
      piece.nodes.push(node);
      piece.text += node.data;
    } else {
      pieces.push({ nodes: [node], text: node.data });
      isNewPiece = false;
    }
    if (depth.a === 0) unlinked += node.data;
    if (depth.small === 0) small = false;
    if (depth.time > 0) time = true;
  }

  function isLeftOut(element: Element): boolean {
    const { name } = element;
    // A button is a control, but in the head of a table it is a heading that sorts.
    if (name === 'button' && depth.table > 0) return false;
    if (name === 'noscript' && !holdsMedia(element)) return true;
    if (DROPPED.has(name)) return true;
    if (!isBoilerplate(element) || holdsProse(element)) return false;
    const text = textOf(element);
    if (text !== '') removed.push(text);
    authors.push(...elements(element, 'a').filter(isAuthorLink).map(textOf));
    return true;
  }

  function enter(element: Element): void {
    const { name, attribs } = element;
    if (BLOCKS.has(name)) {
      endLine();
      blocks.push(element);
      if (name === 'ul') lists.push(element);
      else if (name === 'figure') pictures.startFigure();
    }
    if (COUNTED.has(name)) depth[name as keyof typeof depth]++;
    if (name === 'br') isNewPiece = true;
    else if (name === 'img') pictures.add(element);
    else if (name === 'a') {
      href = attribs.href ?? '';
      if (isAuthorLink(element)) authors.push(textOf(element));
    } else {
      const label = attribs.class ?? attribs['data-testid'];
      if (name === 'figcaption' || (label && CAPTION.test(label))) captions.add(element);
      if (depth.figure > 0 && attribs.style) pictures.addBackground(element);
    }
  }

  function leave({ name }: Element): void {
    if (BLOCKS.has(name)) {
      endLine();
      blocks.pop();
      if (name === 'ul') lists.pop();
    }
    if (COUNTED.has(name)) depth[name as keyof typeof depth]--;
  }

  let node = root.firstChild;
  while (node) {
    let child: ChildNode | null = null;
    if (node.type === 'text') addText(node as Text);
    else if ('attribs' in node) {
      if (isLeftOut(node)) gone.add(node);
      else {
        enter(node);
        // The text in a player is for those who cannot play.
        if (/^(?:audio|video)$/.test(node.name) && player(node, base) !== null) players.add(node);
        child = players.has(node) ? null : node.firstChild;
        if (!child) leave(node);
      }
    }
    node = child ?? nodeBehind(node, root, leave);
  }
  endLine();
  return { lines, pictures: pictures.shown, players, captions, gone, authors, removed };
}

function isAuthorLink({ attribs }: Element): boolean {
  return attribs.rel !== undefined && /\bauthor\b/.test(attribs.rel);
}

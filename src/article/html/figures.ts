// Picture or player, credit and caption, wherever they stand side by side → one `figure`.
import type { ChildNode, Element } from 'domhandler';
import type { Outline } from './outline.ts';
import { below, holdsMedia } from './tree.ts';

/** Pictures and players. */
interface Shown {
  has(element: Element): boolean;
}

/** Elements that a figure may take the place of. */
const BOXES = new Set('div p span section small em i center cite figcaption'.split(' '));
/** Those of them that stand in a line: a figure in the middle of a line would part it. */
const INLINE = new Set('span small em i cite'.split(' '));
/** Wrappers around a caption, or around the picture before it, that are looked through. */
const WRAPPERS = 4;
/** What stands with a picture besides its caption, at most: its credit. In UTF-16 units. */
const CREDIT = 300;
/** Nodes that are looked at to tell whether an element is a picture and no more. */
const FEW = 40;

/**
 * Makes a figure of each caption and the picture or player before it: that moves into the caption's
 * element, which becomes a `figure`. What is text in a figure is its caption (see writer.ts).
 */
export function formFigures({ captions, pictures, players, gone }: Outline): void {
  const shown = { has: (element: Element) => pictures.has(element) || players.has(element) };
  for (const caption of captions) {
    if (!BOXES.has(caption.name) || holdsMedia(caption)) continue;
    let box = caption;
    for (let around = 0; around < WRAPPERS; around++) {
      if (isFigure(box.parent)) break;
      const before = previous(box, shown, gone);
      if (before) {
        const isAlone = !INLINE.has(box.name) || previous(before, shown, gone) === null;
        if (before.type === 'tag' && isAlone && isPicture(before, shown)) moveInto(before, box);
        break;
      }
      const { parent } = box;
      if (parent?.type !== 'tag' || !BOXES.has(parent.name)) break;
      box = parent;
    }
  }
  for (const picture of pictures.keys()) if (isTitled(picture)) rename(picture.parent as Element);
}

function isFigure(node: unknown): boolean {
  return (node as Element | null)?.name === 'figure';
}

/** What stands before an element, shown: an element, a text, or null for nothing. */
function previous(element: ChildNode, shown: Shown, gone: ReadonlySet<Element>): ChildNode | null {
  for (let node = element.prev; node; node = node.prev) {
    if (node.type === 'text' && node.data.trim() !== '') return node;
    if (node.type !== 'tag' || gone.has(node)) continue;
    if (node.firstChild || shown.has(node)) return node;
  }
  return null;
}

function isPicture(element: Element, shown: Shown): boolean {
  if (shown.has(element)) return true;
  let [left, text, found] = [FEW, 0, false];
  for (const node of below(element)) {
    if (--left === 0) return false;
    if (node.type === 'text') text += node.data.trim().length;
    else if (node.type === 'tag') {
      if (/^(?:table|ul|ol|h[1-6])$/.test(node.name)) return false;
      found ||= shown.has(node);
    }
    if (text > CREDIT) return false;
  }
  return found;
}

function moveInto(node: Element, box: Element): void {
  if (node.prev) node.prev.next = node.next;
  else if (node.parent) node.parent.children.shift();
  if (node.next) node.next.prev = node.prev;
  node.parent = box;
  node.prev = null;
  node.next = box.firstChild;
  if (box.firstChild) box.firstChild.prev = node;
  box.children.unshift(node);
  rename(box);
}

function rename(box: Element): void {
  box.name = 'figure';
}

/** A picture with a title in bold, a colon and a text: a gallery of Deutsche Welle. */
function isTitled(picture: Element): boolean {
  const { parent } = picture;
  if (parent?.type !== 'tag' || !/^(?:div|p)$/.test(parent.name) || picture.prev) return false;
  let title: ChildNode | null = picture.next;
  while (title?.type === 'tag' && title.name === 'br') title = title.next;
  const text = title?.type === 'tag' && title.name === 'b' ? title.next : null;
  return text?.type === 'text' && /^\s*[：:]/.test(text.data);
}

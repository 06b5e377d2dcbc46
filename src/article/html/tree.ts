// A parsed tree → its nodes, its text: without recursion, so that depth costs no stack.
//
// Not cheerio's selectors: on a body with many children at its top (a hostile one has 100,000)
// their time grows with that number squared, and deep ones end in a stack overflow.
import type { ChildNode, Document, Element } from 'domhandler';

/**
 * The node behind this one and its children; null behind the last one below `top`.
 *
 * @param leave is called with each element whose last child lies behind
 */
export function nodeBehind(
  node: ChildNode,
  top: Document | Element,
  leave?: (element: Element) => void,
): ChildNode | null {
  let at: ChildNode = node;
  while (!at.next) {
    const parent: unknown = at.parent;
    if (parent === top || parent === null) return null;
    at = parent as Element;
    leave?.(at);
  }
  return at.next;
}

/** All nodes below `top`, in the order of the document. */
export function* below(top: Document | Element): Generator<ChildNode> {
  let node: ChildNode | null = top.firstChild;
  while (node) {
    yield node;
    node = ('firstChild' in node ? node.firstChild : null) ?? nodeBehind(node, top);
  }
}

/** The elements of this name below `top`, in the order of the document. */
export function elements(top: Document | Element, name: string): Element[] {
  const found: Element[] = [];
  for (const node of below(top)) if (node.type === 'tag' && node.name === name) found.push(node);
  return found;
}

/** All text below `top`, in one line; every tag parts words. */
export function textOf(top: Element): string {
  let text = '';
  for (const node of below(top)) text += node.type === 'text' ? node.data : ' ';
  return text.replace(/\s+/g, ' ').trim();
}

/** Nodes that are looked at to tell what an element holds: elements in elements stay cheap. */
const FEW = 200;
/** In UTF-16 units: a line of a story, and not a label or a call to subscribe. */
const PROSE = 50;

/** Whether a line of prose, and not only links and labels, stands in an element. */
export function holdsProse(top: Element): boolean {
  let run = '';
  for (const node of below(top)) {
    if (node.type === 'text') {
      if (!isLinked(node, top)) run += node.data;
    } else if (!('name' in node) || !/^(?:a|b|i|em|strong|span|font|u)$/.test(node.name)) run = '';
    if (run.length >= PROSE && /[。！？!?]|\.(?:\s|$)/.test(run.trim())) return true;
  }
  return false;
}

function isLinked(node: ChildNode, top: Element): boolean {
  const parent = node.parent as Element;
  return (
    parent !== top &&
    (parent.name === 'a' || (parent.parent?.type === 'tag' && parent.parent.name === 'a'))
  );
}

/** Whether an image, a frame or a player is among the first nodes below an element. */
export function holdsMedia(top: Element): boolean {
  let left = FEW;
  for (const node of below(top)) {
    if (node.type === 'tag' && /^(?:img|iframe|video|audio)$/.test(node.name)) return true;
    if (--left === 0) return false;
  }
  return false;
}

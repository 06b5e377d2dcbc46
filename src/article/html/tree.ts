// A parsed tree → its nodes, its text: without recursion, so that depth costs no stack.
//
// Not cheerio's selectors: on a body with many children at its top (a hostile one has 100,000)
// their time grows with that number squared, and deep ones end in a stack overflow.
import type { ChildNode, Document, Element } from 'domhandler';

/** All nodes below `top`, in the order of the document. */
export function* below(top: Document | Element): Generator<ChildNode> {
  let node: ChildNode | null = top.firstChild;
  while (node) {
    yield node;
    if ('firstChild' in node && node.firstChild) {
      node = node.firstChild;
      continue;
    }
    while (node && !node.next) {
      const parent: unknown = node.parent;
      node = parent === top ? null : (parent as ChildNode | null);
    }
    node = node?.next ?? null;
  }
}

/** The elements of these names below `top`, in the order of the document. */
export function elements(top: Document | Element, ...names: string[]): Element[] {
  const found: Element[] = [];
  for (const node of below(top)) {
    if (node.type === 'tag' && names.includes(node.name)) found.push(node);
  }
  return found;
}

/** All text below `top`, in one line; every tag parts words. */
export function textOf(top: Element): string {
  let text = '';
  for (const node of below(top)) text += node.type === 'text' ? node.data : ' ';
  return text.replace(/\s+/g, ' ').trim();
}

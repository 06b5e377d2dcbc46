// Tree of elements → XML text on one line.
import { escapeXml } from '../article/text.ts';

/** Attributes by name; an undefined one is not written. */
export type Attributes = Record<string, string | undefined>;

/** An element's attributes, text, and child elements by name; a list repeats the element. */
export interface Element {
  _attributes?: Attributes;
  _text?: string;
  [child: string]: Node | readonly Node[];
}

/** A string is an element that holds only text; undefined is no element. */
export type Node = string | Element | undefined;

/**
 * Writes one document, root element `name`, ending in one line end. Text is escaped and not
 * CDATA: one rule for every string. A parser reads every string back unchanged, provided that XML
 * can hold its characters (`stripInvalidXml`).
 */
export function writeXml(name: string, root: Element): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${write(name, root)}\n`;
}

function write(name: string, node: Node | readonly Node[]): string {
  if (node === undefined) return '';
  if (typeof node === 'string') return `<${name}>${escapeXml(node)}</${name}>`;
  if (isList(node)) return node.map((one) => write(name, one)).join('');
  const { _attributes = {}, _text = '', ...children } = node;
  const attributes = Object.entries(_attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${escapeAttribute(value)}"`,
  );
  const inner = Object.entries(children).map(([child, value]) => write(child, value));
  const content = escapeXml(_text) + inner.join('');
  const tag = `${name}${attributes.join('')}`;
  return content === '' ? `<${tag}/>` : `<${tag}>${content}</${name}>`;
}

// Array.isArray alone does not narrow a readonly list.
function isList(node: Element | readonly Node[]): node is readonly Node[] {
  return Array.isArray(node);
}

/** Bare tabs and line ends in an attribute would be read as blanks (XML 1.0 §3.3.3). */
export function escapeAttribute(value: string): string {
  return escapeXml(value)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;');
}

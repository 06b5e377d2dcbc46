// Tree of elements → XML text on one line.
import { escapeXml } from '../article/text.ts';

/** An element's attributes, text, and child elements by name; a list repeats the element. */
export interface Element {
  /** An undefined one is not written. */
  _attributes?: Record<string, string | undefined>;
  _text?: string;
  [child: string]: Node | Node[];
}

/** A string is an element that holds only text; undefined is no element. */
export type Node = string | Element | undefined;

/**
 * Writes one document, root element `name`, ending in one line end, with the CSS style sheet that
 * it names (https://www.w3.org/TR/xml-stylesheet/). Text is escaped and not
 * CDATA: one rule for every string. A parser reads every string back unchanged, provided that XML
 * can hold its characters (`stripInvalidXml`).
 */
export function writeXml(name: string, root: Element, stylesheet?: string): string {
  const style = stylesheet
    ? `<?xml-stylesheet type="text/css" href="${escapeAttribute(stylesheet)}"?>\n`
    : '';
  return `<?xml version="1.0" encoding="utf-8"?>\n${style}${write(name, root)}\n`;
}

function write(name: string, node: Node | Node[]): string {
  if (node === undefined) return '';
  if (typeof node === 'string') return `<${name}>${escapeXml(node)}</${name}>`;
  if (Array.isArray(node)) return node.map((one) => write(name, one)).join('');
  const { _attributes = {}, _text = '', ...children } = node;
  let tag = name;
  for (const [key, value] of Object.entries(_attributes)) {
    if (value !== undefined) tag += ` ${key}="${escapeAttribute(value)}"`;
  }
  let content = escapeXml(_text);
  for (const [child, value] of Object.entries(children)) content += write(child, value);
  return content === '' ? `<${tag}/>` : `<${tag}>${content}</${name}>`;
}

/** Bare tabs and line ends in an attribute would be read as blanks (XML 1.0 §3.3.3). */
function escapeAttribute(value: string): string {
  return escapeXml(value)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;');
}

// A tree in xml-js's compact form ⇄ XML text, without the spaces and faults of its writer.
import { xml2js } from 'xml-js';
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

/** Reads well-formed XML; the elements named in `lists` are lists even where there is one. */
export function readXml(xml: string, lists: string[]): Element {
  return xml2js(xml, { compact: true, alwaysArray: lists }) as Element;
}

/**
 * Writes one document, root element `name`, ending in one line end. The strings must hold
 * legal characters only (`legal.ts`); any of them survives a parse unchanged.
 *
 * @param stylesheet reference of a CSS style sheet (https://www.w3.org/TR/xml-stylesheet/)
 */
export function writeXml(name: string, root: Element, stylesheet?: string): string {
  const css = stylesheet
    ? `<?xml-stylesheet type="text/css" href="${escapeAttribute(stylesheet)}"?>\n`
    : '';
  return `<?xml version="1.0" encoding="utf-8"?>\n${css}${write(name, root)}\n`;
}

function write(name: string, node: Node | readonly Node[]): string {
  if (node === undefined) return '';
  if (typeof node === 'string') return `<${name}>${escapeXml(node)}</${name}>`;
  if (isList(node)) return node.map((one) => write(name, one)).join('');
  let attributes = '';
  for (const [key, value] of Object.entries(node._attributes ?? {})) {
    if (value !== undefined) attributes += ` ${key}="${escapeAttribute(value)}"`;
  }
  let inner = '';
  for (const [key, child] of Object.entries(node)) {
    if (key === '_text') inner += escapeXml(node._text ?? '');
    else if (key !== '_attributes') inner += write(key, child);
  }
  return inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`;
}

// Array.isArray alone does not narrow a readonly list.
function isList(node: Element | readonly Node[]): node is readonly Node[] {
  return Array.isArray(node);
}

/** As for text; bare tabs and line ends would be read as blanks (XML 1.0 §3.3.3). */
function escapeAttribute(value: string): string {
  return escapeXml(value)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;');
}

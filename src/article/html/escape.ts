// Element name and attributes → start tag.
import { escapeHtml, stripInvalidXml } from '../text.ts';
import type { Attribute } from './allow.ts';

/** ASCII that stands for itself in an attribute, as in nearly every URL. */
const ORDINARY = /^[!#-%'-;=?-~]*$/;

/** Start tag with its attributes escaped and quoted. */
export function startTag(name: string, attributes: Attribute[]): string {
  let tag = `<${name}`;
  for (const [key, value] of attributes) tag += ` ${key}="${escapeAttribute(value)}"`;
  return `${tag}>`;
}

/** `<` and `>` too, so that no attribute holds markup for a sloppy second parser to find. */
function escapeAttribute(value: string): string {
  if (ORDINARY.test(value)) return value;
  const text = stripInvalidXml(value).replace(/\s+/g, ' ');
  return escapeHtml(text).replaceAll('"', '&quot;');
}

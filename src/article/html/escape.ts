// Text and attributes → HTML that XML 1.0 can carry, too.
import type { Attribute } from './allow.ts';

const ILLEGAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 § 2.2 forbids
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Characters that may be illegal. */
const UNUSUAL = /[^\n\u0020-\ud7ff\ue000-\ufffd]/;

/** ASCII that stands for itself in an attribute, as in nearly every URL. */
const ORDINARY = /^[!#-%'-;=?-~]*$/;

/** A text without the characters that XML 1.0 § 2.2 forbids, and without lone surrogates. */
export function withoutIllegal(text: string): string {
  return UNUSUAL.test(text) ? text.replace(ILLEGAL, '') : text;
}

/** Start tag with its attributes escaped and quoted. */
export function startTag(name: string, attributes: Attribute[]): string {
  let tag = `<${name}`;
  for (const [key, value] of attributes) tag += ` ${key}="${escapeAttribute(value)}"`;
  return `${tag}>`;
}

/** Text as HTML. Quotes stay: they mean nothing outside a tag. */
export function escapeText(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `<` and `>` too, so that no attribute holds markup for a sloppy second parser to find. */
function escapeAttribute(value: string): string {
  if (ORDINARY.test(value)) return value;
  const legal = withoutIllegal(value).replace(/\s+/g, ' ');
  return escapeText(legal).replaceAll('"', '&quot;');
}

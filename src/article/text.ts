// Plain text → text that XML 1.0 can hold; text that HTML or XML can quote.

/** Hardly any text holds anything else, and this test is quick. */
const UNUSUAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/;

/** All but the Char production of XML 1.0 §2.2. `u`: of surrogates, only those without a pair. */
const INVALID = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The text without the characters that no XML 1.0 document can hold, not even escaped. */
export function stripInvalidXml(text: string): string {
  return UNUSUAL.test(text) ? text.replace(INVALID, '') : text;
}

/** Text as HTML. Quotes stay as they are: they mean nothing outside of a tag. */
export function escapeHtml(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Text as XML. A bare carriage return would be read as a line feed (XML 1.0 §2.11), so it is
 * written as a reference.
 */
export function escapeXml(text: string): string {
  return escapeHtml(text).replaceAll('\r', '&#13;');
}

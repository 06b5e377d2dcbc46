// Body of an article → a tree, whatever the body is: HTML, HTML with glued tags, or plain text.
//
// htmlparser2 (cheerio/slim) does not build the tree a browser would; that is safe here because
// nothing of the input is passed on. The tree is only read, and the output is written anew from
// an allow-list (allow.ts, writer.ts): no raw-text elements (script, style, noscript, xmp, iframe,
// noembed, noframes, plaintext, textarea, title), no foreign content (svg, math), no comment, no
// CDATA, no doctype; every attribute is quoted, `<`, `>`, `&` are escaped in it and in all text.
// So there is nothing in the output that a second parser could read in another way. It is chosen
// because it is about three times as fast as parse5.
import { load } from 'cheerio/slim';
import type { Document } from 'domhandler';

/** Parses a body. Entities are decoded. */
export function parse(body: string): Document {
  const text = body.includes('\r') ? body.replace(/\r\n?/g, '\n') : body;
  const html = TAG.test(text) ? shallow(unglue(text)) : paragraphs(text);
  return tree.html(html).get(0) as Document;
}

/** Loaded once and given one body after another: `load` makes a class a call, as dear as parsing. */
const tree = load('', { xml: { xmlMode: false, decodeEntities: true } }, false).root();

/** A tag; not a Markdown autolink such as `<https://a.example/>`, nor a comparison. */
const TAG = /<\/?[a-z][^\s:@<>]*[\s>/]/i;

/** The archive's writer joins lines with nothing: `<div⏎class="x"` came out as `<divclass="x"`. */
const GLUED =
  /<(div|span|section|figure|img|a|p|ul|li)(?=(?:class|id|style|href|src|data-[\w-]+)=)/gi;

function unglue(html: string): string {
  return html.replace(GLUED, '<$1 ');
}

function paragraphs(text: string): string {
  return text
    .trim()
    .replace(/<(?!!--)/g, '&lt;')
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** htmlparser2 keeps its open elements in an array it shifts: its time grows with depth squared. */
const LONG = 65_536;
const DEEPEST = 256;
const ANY_TAG = /<(\/?)([a-z][^\s/<>]*)[^<>]*>?/gi;
const VOID = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);
/** Elements that their like ends. */
const SIBLINGS = new Set('dd dt li option p rp rt td th tr'.split(' '));

/**
 * Drops the tags of a long body that lie deeper than 256 elements, where only hostile bodies go.
 * Counts tags roughly (also in comments and attributes): the tree need not be right down there.
 */
function shallow(html: string): string {
  if (html.length < LONG) return html;
  const open: string[] = [];
  let dropped = 0;
  return html.replace(ANY_TAG, (tag: string, slash: string, written: string) => {
    const name = written.toLowerCase();
    if (VOID.has(name)) return tag;
    if (slash === '') {
      if (SIBLINGS.has(name) && open.at(-1) === name) open.pop();
      if (open.length < DEEPEST) {
        open.push(name);
        return tag;
      }
      dropped++;
      return '';
    }
    if (dropped > 0) {
      dropped--;
      return '';
    }
    const at = open.lastIndexOf(name);
    if (at >= 0) open.length = at;
    return tag;
  });
}

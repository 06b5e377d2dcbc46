// Judge of cleaned HTML, independent of how it was made: it reads with parse5, as browsers do.
import { type CheerioAPI, load } from 'cheerio';

const ELEMENTS = new Set(
  (
    'a abbr audio b blockquote br caption cite code dd del details div dl dt em figcaption figure ' +
    'h1 h2 h3 h4 h5 h6 hr i img ins li mark ol p pre q rp rt ruby s small strong sub summary sup ' +
    'table tbody td tfoot th thead time tr u ul video'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'alt cite colspan controls datetime dir height href lang open poster reversed rowspan src ' +
    'srcset start title type value width'
  ).split(' '),
);
const WEB = /^https?:\/\/[^\s]+$/;
const LINK = /^(?:https?:\/\/|mailto:|tel:)[^\s]+$/;

/** What a browser would find in `html` that no article may carry; empty if all is well. */
export function faults(html: string): string[] {
  const found: string[] = [];
  const $ = browser(html);
  for (const element of $.root().find('*').toArray()) {
    if (!ELEMENTS.has(element.name)) found.push(`element ${element.name}`);
    for (const [name, value] of Object.entries(element.attribs)) {
      if (!ATTRIBUTES.has(name)) found.push(`attribute ${name} of ${element.name}`);
      if (name === 'href' && !LINK.test(value)) found.push(`href ${value}`);
      if (/^(?:src|poster|cite)$/.test(name) && !WEB.test(value)) found.push(`${name} ${value}`);
      if (name === 'srcset') {
        for (const candidate of value.split(', ')) {
          if (!/^https?:\/\/\S+(?: [\d.]+[wx])?$/.test(candidate)) found.push(`srcset ${value}`);
        }
      }
    }
  }
  if (/<!|<\?|<\/?[^a-z/]/i.test(html)) found.push('comment, declaration or stray <');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(html)) found.push('control');
  if (!html.isWellFormed()) found.push('lone surrogate');
  return found;
}

/** What a browser with scripts shows of a body as text, without any blanks. */
export function visibleText(html: string): string {
  const $ = browser(html);
  $(
    'script, style, noscript, template, title, textarea, select, svg, math, object, iframe',
  ).remove();
  $('audio, video, button, head, canvas, map, noframes, noembed').remove();
  // A pictogram that is an image is text to its reader.
  $('img').each((_, img) => {
    const alt = img.attribs.alt ?? '';
    if (/^\p{Extended_Pictographic}/u.test(alt)) $(img).replaceWith(alt);
  });
  return squeeze($.root().text());
}

/** A text without blanks and characters that show nothing. */
export function squeeze(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids
  return text.replace(/[\s\u0000-\u001f\u200b-\u200d\u2060\ufffe\uffff]+/g, '');
}

/** Whether `after` is `before` but for the `removed` pieces. All three squeezed. */
export function isAllBut(before: string, after: string, removed: string[]): boolean {
  if (before.length - removed.reduce((sum, text) => sum + text.length, 0) !== after.length) {
    return false;
  }
  let at = 0;
  for (const character of before) if (after.startsWith(character, at)) at += character.length;
  return at === after.length;
}

function browser(html: string): CheerioAPI {
  return load(html, { scriptingEnabled: false }, false);
}

// Clean article HTML → the same HTML, fitted into its page.
//
// The input is the output of cleaning: well nested, with attributes in double quotes and `<` and
// `>` escaped in them, so a regular expression can find a tag.

/**
 * Images load late and send no referrer, players load nothing until they are started, headings
 * continue the outline of the page, and a link around a picture without words gets a name.
 *
 * @param html safe HTML as it is stored
 * @param picture the name for such a link
 */
export function proseOf(html: string, picture: string): string {
  return shiftHeadings(html)
    .replaceAll('<img ', '<img loading="lazy" decoding="async" referrerpolicy="no-referrer" ')
    .replace(/<(audio|video) /g, '<$1 preload="none" ')
    .replace(/<a (?=[^>]*><img [^>]*\balt=""[^>]*><\/a>)/g, `<a aria-label="${picture}" `);
}

/** The page's `h1` is the title: an article's headings start at `h2` and never skip a level. */
function shiftHeadings(html: string): string {
  let level = 1;
  return html.replace(/<(\/?)h([1-6])(?=[ >])/g, (_, slash: string, written: string) => {
    if (slash === '') level = Math.min(Math.max(Number(written), 2), level + 1);
    return `<${slash}h${level}`;
  });
}

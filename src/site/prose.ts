// Clean article HTML → the same HTML, fitted into its page.
//
// The input is the output of cleaning: well nested, with attributes in double quotes and `<` and
// `>` escaped in them, so a regular expression can find a tag.

/** A paragraph that is nothing but a link to a video, as cleaning writes it for a frame. */
const VIDEO =
  /<p>(<a href="https:\/\/www\.youtube\.com\/watch\?v=([\w-]{11})[^"]*">)(YouTube(?:: [^<]*| video))<\/a><\/p>/g;

/**
 * Images load late (the first one at once) and send no referrer, players load nothing until they
 * are started, videos elsewhere show their picture and are a link, headings continue the outline of
 * the page, and a link around a picture without words gets a name.
 *
 * @param html safe HTML as it is stored
 * @param picture the name for such a link
 */
export function proseOf(html: string, picture: string): string {
  let images = 0;
  return shiftHeadings(html)
    .replace(
      VIDEO,
      '<figure class="video">$1<img src="https://i.ytimg.com/vi/$2/hqdefault.jpg" alt="" width="480" height="360"><span>$3</span></a></figure>',
    )
    .replace(/<a ([^>]*youtube\.com\/watch[^>]*><img )/g, '<a class="play" $1')
    .replace(/<img /g, (tag) => {
      const late = images++ > 0 ? 'loading="lazy" ' : '';
      return `${tag}${late}decoding="async" referrerpolicy="no-referrer" `;
    })
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

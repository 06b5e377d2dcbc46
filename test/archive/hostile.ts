// Bodies that grow by one piece: for each kind that cleaning once took more than linear time for.

/** What stands before the pieces, the piece, and what stands behind them. */
export type Shape = [head: string, piece: string, tail: string];

/** Repeats a piece until the body has this many characters. */
export function repeated([head, piece, tail]: Shape, length: number): string {
  return head + piece.repeat(length / piece.length) + tail;
}

export const GROWTH: [name: string, ...Shape][] = [
  ['images in a picture', '<picture>', '<img>', '</picture>'],
  ['images with a set in a picture', '<picture><source srcset="/a 1x">', '<img alt=x>', ''],
  ['paragraphs in pre', '<pre>', '<p>a', ''],
  ['figures in figures', '', '<figure>', ''],
  ['figures with a background', '', '<figure><div style="background-image:url(/a)">', ''],
  ['noscript in noscript', '', '<noscript>', ''],
  ['noscript with an image', '', '<noscript><p><img src=/a></noscript>', ''],
  ['ads in ads', '', '<div class=ads>a', ''],
  ['captions', '', '<img src=/a><figcaption>a</figcaption>', ''],
  ['captions in captions', '', '<p class=caption>a', ''],
  ['small print', '<img src=/a>', '<div><small>a</small></div>', ''],
  ['lists of links', '', '<ul><li><a href=/a>a</a>', ''],
  ['lines', '', '<p>a', ''],
  ['breaks', '<figure><img src=/a>', 'a<br><br>', '</figure>'],
  ['pictures in a figure', '<figure>', '<img src=/a>a', '</figure>'],
  ['shortcodes that never end', '', '[video ', ''],
  ['addresses', '', 'https://a', ''],
  ['dots in an address', 'https://a', '.', ''],
  ['frames', '', '<iframe src=https://www.youtube.com/embed/a></iframe>', ''],
  ['players', '', '<video src=/a.mp4></video>', ''],
  ['rows', '<table>', '<tr><td>a', ''],
  ['ruby', '', '<ruby>a<rt>b', ''],
  ['formatting', '', '<b><i>a</i></b>', ''],
  ['end tags of nothing', '<b>', '</p>a', ''],
  ['details', '', '<details><summary>a', ''],
  ['unfinished tags', '', '<a', ''],
  ['unfinished comments', '', '<!-', ''],
  ['attributes', '<p ', 'a=b ', ''],
  ['commas in a srcset', '<img src="/x.png" srcset="', ',', ''],
  ['paragraphs of plain text', '', 'a\n\n', ''],
  ['blanks', '<p>a', ' ', ''],
];

export const MARKDOWN_GROWTH: [name: string, ...Shape][] = [
  ['begun links', '', '[', ''],
  ['begun pictures', '', '![', ''],
  ['begun templates', '', '{% ', ''],
  ['begun templates of Hugo', '', '{{< ', ''],
  ['links', '', '[a](b) ', ''],
  ['unfinished links', '', '[a](<b', ''],
  ['emphasis', '', '*a **', ''],
  ['marks of code', '', '`a``b```', ''],
  ['quotations', '', '> ', ''],
  ['lists', '', '- a\n', ''],
  ['headings', '', '# a\n', ''],
  ['rows', 'a|b\n-|-\n', 'a|b\n', ''],
];

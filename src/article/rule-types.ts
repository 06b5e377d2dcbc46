// Rules: what may be said of the articles of a source, in newsrooms.ts and in broadsheet.json.

/** What is true of the articles of one source. All fields are optional. */
export interface Rules {
  /** Lines to leave out before the story: its first lines, up to the fourth that stays. */
  head?: string[] | undefined;
  /** Lines to leave out behind the story: its last lines, up to the fourth that stays. */
  tail?: string[] | undefined;
  /** Lines to leave out wherever they stand; one that ends in `…` up to the paragraph's end. */
  lines?: string[] | undefined;
  /** Lines that name the authors, before the story (they are left out) or behind it (they stay). */
  byline?: string[] | undefined;
  /** Lines to leave out together with the links beside and behind them: headings of related stories. */
  related?: string[] | undefined;
  /** Whether a list of nothing but links to the newsroom's own pages is left out. */
  relatedLists?: boolean | undefined;
  /** What titles begin with, and what is no part of them; `{category}` is one of the article. */
  titlePrefix?: string[] | undefined;
  /** What titles end with, likewise. */
  titleSuffix?: string[] | undefined;
  /** Addresses, without scheme: articles with the same `{id}` are one article. */
  identity?: string[] | undefined;
  /** Addresses of images: `keep` them, `unwrap` those of a proxy, or a template with `{url}`. */
  images?: string | undefined;
}

/** A newsroom that is known without settings. */
export interface Newsroom extends Rules {
  /** Its name for people. */
  title?: string;
  /** Names of its folders, in lower case. */
  folders?: string[];
  /** Its hosts; their subdomains are meant, too. */
  hosts?: string[];
  /** Address of the still of a video with the article's `{id}`: its articles are videos. */
  video?: string;
}

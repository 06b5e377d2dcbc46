// Newest articles → the order in which the front page shows them.
import type { Brief } from '../store/articles.ts';

const DAY = 86_400_000;
/** A summary of fewer characters says too little for the first place. */
const TELLING = 40;
/** Pixels from which a picture can be shown large. */
const LARGE = 400;
/** Days before the newest article within which the first place is given. */
const FRESH = 7 * DAY;
/** Articles that one source has on the page at most. */
const MOST = 6;

export interface Edition {
  /** What stands first; undefined where nothing is published. */
  lead: Brief | undefined;
  others: Brief[];
}

/**
 * Mixes the sources, keeps the pictures that are worth showing, and chooses what leads: an article
 * of the last days that has a good picture and a telling summary. Its source is another one each
 * day, so that none leads every day.
 *
 * @param articles newest first
 * @param day number of the archive's newest day, never today's: a page says the same until there
 *   is something new
 */
export function editionOf(articles: Brief[], day: number): Edition {
  const shown = withGoodPictures(articles);
  const since = (shown[0]?.published ?? 0) - FRESH;
  const worthy = shown.filter(
    ({ image, published, summary }) =>
      image && published >= since && [...summary].length >= TELLING,
  );
  const sources = [...new Set(worthy.map(({ source }) => source))].sort();
  const chosen = sources[day % sources.length];
  const mixed = mix(shown);
  const lead = worthy.find(({ source }) => source === chosen) ?? mixed[0];
  return { lead, others: mixed.filter((article) => article !== lead) };
}

/** The newest of each source before the second of any; within each round the newest first. */
function mix(articles: Brief[]): Brief[] {
  const rounds: Brief[][] = [];
  const seen = new Map<string, number>();
  for (const article of articles) {
    const round = seen.get(article.source) ?? 0;
    seen.set(article.source, round + 1);
    if (round < MOST) rounds[round] = [...(rounds[round] ?? []), article];
  }
  return rounds.flat();
}

/** A picture that several articles share is a logo, and a small one is an ornament. */
function withGoodPictures(articles: Brief[]): Brief[] {
  const uses = new Map<string, number>();
  for (const { image } of articles) {
    if (image) uses.set(image.url, (uses.get(image.url) ?? 0) + 1);
  }
  return articles.map((article) => {
    const { image } = article;
    const isGood = image && uses.get(image.url) === 1 && (image.width ?? LARGE) >= LARGE;
    return isGood ? article : { ...article, image: null };
  });
}

// Environment variables → Config, or all that is wrong with them.
import * as v from 'valibot';

const line = v.pipe(v.string(), v.trim(), v.minLength(1, 'expected a text that is not empty'));

const webUrl = v.pipe(
  v.string(),
  v.trim(),
  v.check(
    isSiteUrl,
    'expected an absolute http(s) URL without query, such as https://feeds.example.org',
  ),
  v.transform((url) => new URL(url).href.replace(/\/+$/, '')),
);

function wholeNumber(least: number, most: number) {
  const expected = `expected a whole number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d{1,9}$/, expected),
    v.transform(Number),
    v.minValue(least, expected),
    v.maxValue(most, expected),
  );
}

const languageTag = v.pipe(
  v.string(),
  v.check(isLanguageTag, 'expected a BCP 47 language tag such as zh-Hans or en'),
  v.transform((tag) => Intl.getCanonicalLocales(tag)[0] as string),
);

/** The largest number of items that a feed document may have. */
export const MAX_ITEMS = 500;

const settings = v.object({
  SITE_URL: v.optional(webUrl),
  FEED_TITLE: v.optional(line, 'Broadsheet'),
  FEED_DESCRIPTION: v.optional(line, 'News articles, as their newsrooms published them'),
  FEED_LANGUAGE: v.optional(languageTag, 'zh-Hans'),
  FEED_AUTHOR: v.optional(line, 'Broadsheet'),
  ITEMS: v.optional(wholeNumber(1, MAX_ITEMS), '50'),
  ARCHIVE: v.optional(line, 'seeds'),
  PORT: v.optional(wholeNumber(0, 65_535), '8787'),
  DATABASE: v.optional(line, 'data/broadsheet.db'),
});

/** What the operator configured. The names are those of the environment and of `wrangler.toml`. */
export type Settings = v.InferOutput<typeof settings>;

/** What feeds and pages say about the site; nothing else of the configuration reaches them. */
export interface Site {
  /** Absolute URL of the index page, without a slash at its end. */
  url: string;
  title: string;
  description: string;
  /** BCP 47 tag: of the channel, and of articles whose text does not tell theirs. */
  language: string;
  author: string;
  /** Items in a feed that is asked for without `limit`. */
  items: number;
}

/**
 * Reads the configuration, once, at the start. An empty variable counts as not set.
 *
 * @param environment names and values, as `process.env` or a Worker's bindings have them
 * @returns the settings, or one line for each that is wrong: "NAME: what is wrong; expected …"
 */
export function readSettings(environment: Record<string, unknown>): Settings | string[] {
  const given = Object.keys(settings.entries).flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const result = v.safeParse(settings, Object.fromEntries(given));
  if (result.success) return result.output;
  return result.issues.map(({ path, message }) => {
    const name = String(path?.[0]?.key);
    return `${name}: “${environment[name]}” is not valid; ${message}`;
  });
}

/** The site that the settings describe, at `url` where they name none. */
export function siteOf(given: Settings, url: string): Site {
  return {
    url: given.SITE_URL ?? url,
    title: given.FEED_TITLE,
    description: given.FEED_DESCRIPTION,
    language: given.FEED_LANGUAGE,
    author: given.FEED_AUTHOR,
    items: given.ITEMS,
  };
}

function isSiteUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === ''
  );
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

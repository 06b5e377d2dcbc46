// Environment variables → Settings, or all that is wrong with them.
import * as v from 'valibot';
import { languageTag } from '../article/sources.ts';
import { isTimeZone } from '../feed/calendar.ts';
import { MAX_ITEMS } from '../feed/selection.ts';
import { HISTORIES, type Site } from '../feed/types.ts';
import { SIGNATURE_METHODS } from '../hub/signature.ts';
import { INTERFACES, type InterfaceLanguage } from '../site/i18n/interface.ts';
import { accent } from './accent.ts';

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

const email = v.pipe(v.string(), v.trim(), v.email('expected an e-mail address'));

const timeZone = v.pipe(
  v.string(),
  v.trim(),
  v.check(isTimeZone, 'expected the IANA name of a time zone such as Asia/Taipei'),
);

/** A whole number in decimal digits. */
export function digits(min: number, max: number) {
  return v.pipe(
    v.string(),
    v.check(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `expected a whole number from ${min} to ${max}`,
    ),
    v.transform(Number),
  );
}

const wholeNumber = (min: number, max: number) => v.pipe(v.string(), v.trim(), digits(min, max));

const secret = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7e]{32,}$/, 'expected at least 32 characters, without blanks'),
);

const networks = v.pipe(
  v.string(),
  v.transform((list) => list.split(/[\s,]+/).filter(Boolean)),
  v.check(
    (list) => list.every((network) => /^[\da-f.:]+(\/\d{1,3})?$/i.test(network)),
    'expected addresses and networks such as 192.0.2.1 10.0.0.0/8',
  ),
);

/** What is logged: each level includes those before it. */
const LOG_LEVELS = ['silent', 'error', 'warn', 'info'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Settings whose values are never shown. */
export const SECRETS = ['PUBLISH_TOKEN', 'STATS_TOKEN'];

/** The schema of a setting, with what the help of the command line says of it. */
const about = <S extends v.GenericSchema>(text: string, schema: S) =>
  v.pipe(schema, v.description(text));

const logLevel = v.picklist(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`);
const signature = v.picklist(SIGNATURE_METHODS, 'expected sha256, sha384 or sha512');
const history = v.picklist(HISTORIES, `expected one of ${HISTORIES.join(', ')}`);
const yesOrNo = v.picklist(['0', '1'], 'expected 1 or 0');
const interfaceLanguage = v.picklist(
  Object.keys(INTERFACES) as InterfaceLanguage[],
  `expected one of ${Object.keys(INTERFACES).join(', ')}`,
);

const settings = v.object({
  SITE_URL: v.optional(about('public address of the site', webUrl)),
  FEED_TITLE: v.optional(about('title of the site', line), 'Broadsheet'),
  FEED_DESCRIPTION: v.optional(
    about('what the site is about', line),
    'News articles, as their newsrooms published them',
  ),
  FEED_LANGUAGE: v.optional(about('language of the site', languageTag), 'zh-Hans'),
  FEED_TIMEZONE: v.optional(about('time zone in which days begin', timeZone), 'UTC'),
  FEED_AUTHOR: v.optional(about('publisher of the site', line), 'Broadsheet'),
  FEED_ICON: v.optional(about('square picture of the site; icon.png if not set', webUrl)),
  FEED_COPYRIGHT: v.optional(about('who holds the rights, or on which terms', line)),
  FEED_CONTACT: v.optional(about('e-mail address for readers', email)),
  SITE_LOGO: v.optional(about('picture beside the title of pages: a file or a URL', line)),
  SITE_ACCENT: v.optional(about('colour of links on pages, and one for dark screens', accent)),
  SITE_FOOTER: v.optional(about('last line of pages; links as [label](https://…)', line)),
  SITE_CSS: v.optional(about('CSS file for pages, after their own', line)),
  SITE_LANGUAGE: v.optional(
    about('language of pages for who asks for none; FEED_LANGUAGE if not set', interfaceLanguage),
  ),
  SITE_PAGES: v.optional(about('0: no pages but those of articles', yesOrNo), '1'),
  SITE_SEARCH: v.optional(about('0: no page to search on', yesOrNo), '1'),
  SITE_HUB: v.optional(about('0: no WebSub hub of our own', yesOrNo), '1'),
  ITEMS: v.optional(about('articles in a feed', wholeNumber(1, MAX_ITEMS)), '50'),
  HISTORY: v.optional(about(`which archive documents: ${HISTORIES.join(', ')}`, history), 'all'),
  ARCHIVE: v.optional(about('folder of the archive', line), 'seeds'),
  FOLLOW_LINKS: v.optional(about('1: follow links out of the archive', yesOrNo), '0'),
  HOST: v.optional(about('address to listen on; without it, on all', line)),
  PORT: v.optional(about('port to listen on; 0: any free one', wholeNumber(0, 65_535)), '8787'),
  DATABASE: v.optional(about('file of the database', line), 'data/broadsheet.db'),
  PUBLISH_TOKEN: v.optional(about('secret of those who may push', secret)),
  STATS_TOKEN: v.optional(about('secret of those who may see statistics', secret)),
  TRUSTED_PROXIES: v.optional(about('proxies whose X-Forwarded-For counts', networks), ''),
  LOG_LEVEL: v.optional(about(LOG_LEVELS.join(', '), logLevel), 'warn'),
  COMPILE_SECONDS: v.optional(
    about('seconds that reading one article may take', wholeNumber(1, 3600)),
    '2',
  ),
  HUB_URL: v.optional(about('WebSub hub to use instead of the built-in one', webUrl)),
  HUB_SIGNATURE: v.optional(about(SIGNATURE_METHODS.join(', '), signature), 'sha256'),
  ALLOW_PRIVATE_CALLBACKS: v.optional(
    about('1: the hub calls private addresses too', yesOrNo),
    '0',
  ),
});

/** Every setting: its name, what the command line says of it, and its default. */
export const SETTINGS = Object.entries(settings.entries).map(([name, schema]) => ({
  name: name as keyof Settings,
  about: v.getDescription(schema.wrapped) ?? '',
  default: 'default' in schema ? schema.default : undefined,
}));

/** What the operator configured. The names are those of the environment and of `wrangler.toml`. */
export type Settings = v.InferOutput<typeof settings>;

/**
 * Reads the configuration once, at the start. A variable that is empty or undefined is not set.
 *
 * @param environment names and values, as `process.env` or a Worker's bindings have them
 * @returns the settings, or one line for each that is wrong: "NAME: what is wrong; expected …"
 */
export function readSettings(environment: Record<string, unknown>): Settings | string[] {
  const set = Object.entries(environment).filter(([, value]) => (value ?? '') !== '');
  const result = v.safeParse(settings, Object.fromEntries(set));
  if (result.success) return result.output;
  return result.issues.map(({ path, message }) => {
    const name = String(path?.[0]?.key);
    const shown = SECRETS.includes(name) ? 'the value' : `“${environment[name]}”`;
    return `${name}: ${shown} is not valid; ${message}`;
  });
}

/** The site that the settings describe. @param url its address where SITE_URL is not set */
export function siteOf(settings: Settings, url: string): Site {
  const { SITE_URL = url, SITE_HUB, HUB_URL } = settings;
  const hub = HUB_URL ?? (SITE_HUB === '1' ? `${SITE_URL}/hub` : undefined);
  return {
    url: SITE_URL,
    title: settings.FEED_TITLE,
    description: settings.FEED_DESCRIPTION,
    language: settings.FEED_LANGUAGE,
    author: settings.FEED_AUTHOR,
    timeZone: settings.FEED_TIMEZONE,
    icon: settings.FEED_ICON,
    copyright: settings.FEED_COPYRIGHT,
    contact: settings.FEED_CONTACT,
    items: settings.ITEMS,
    history: settings.HISTORY,
    ...(hub && { hub }),
    logo: settings.SITE_LOGO,
    accent: settings.SITE_ACCENT,
    footer: settings.SITE_FOOTER,
    css: settings.SITE_CSS,
    interfaceLanguage: settings.SITE_LANGUAGE,
    pages: settings.SITE_PAGES === '1',
    search: settings.SITE_SEARCH === '1',
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

// Rules of a newsroom: plain data → what to leave out, in a form that is fast to ask.
import { EVERYWHERE, NEWSROOMS } from './newsrooms.ts';

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
  /** Lines to leave out together with the links that follow them: headings of related stories. */
  related?: string[] | undefined;
  /** Whether a list of nothing but links to the newsroom's own pages is left out. */
  relatedLists?: boolean | undefined;
  /** What titles begin with, and what is no part of them. */
  titlePrefix?: string[] | undefined;
  /** What titles end with, and what is no part of them. */
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

/** The newsroom of a folder or, where none is named after it, of a host. */
export function newsroomOf(folder: string | null, host: string): Newsroom | undefined {
  return (
    NEWSROOMS.find(({ folders }) => folder !== null && folders?.includes(folder)) ??
    NEWSROOMS.find(({ hosts }) => isHostOf(hosts, host))
  );
}

/** Whether a host is one of these, or a subdomain of one. */
function isHostOf(hosts: string[] = [], host: string): boolean {
  return hosts.some((own) => host === own || host.endsWith(`.${own}`));
}

/** A rule's text, and what it means. */
interface Pattern {
  rule: string;
  matches: RegExp;
}

/** Longer lines are never boilerplate. In UTF-16 units. */
const LONGEST_LINE = 2_000;

/** Rules as they are asked. Built once a source, not once an article. */
export interface RuleSet extends Rules {
  video?: string | undefined;
  /** Names of the newsroom: they are no authors. */
  names: string[];
  /** Whether a host is the newsroom's. */
  isHost(host: string): boolean;
  /** The first rule of a kind that a line meets, with the authors it names; null if none does. */
  find(kind: LineRule, line: string): { rule: string; names: string } | null;
}

/** The kinds of rules about lines. */
export type LineRule = 'head' | 'tail' | 'lines' | 'byline' | 'related';

/** Several rules as one: lists are joined, of single values the last one counts. */
function ruleSet(all: Newsroom[]): RuleSet {
  const joined = <K extends keyof Rules>(key: K) =>
    all.flatMap((rules) => (rules[key] as string[] | undefined) ?? []);
  const last = <K extends keyof Newsroom>(key: K) => all.findLast((rules) => rules[key])?.[key];
  const patterns = new Map<LineRule, { any: RegExp; each: Pattern[] }>();
  for (const kind of ['head', 'tail', 'lines', 'byline', 'related'] as const) {
    const rules = joined(kind);
    if (rules.length === 0) continue;
    const whole = (source: string) => new RegExp(`^\\s*(?:${source})\\s*$`, 'i');
    const any = whole(rules.map(lineSource).join('|'));
    const each = rules.map((rule) => ({ rule, matches: whole(lineSource(rule)) }));
    patterns.set(kind, { any, each });
  }
  return {
    titlePrefix: joined('titlePrefix'),
    titleSuffix: joined('titleSuffix'),
    identity: joined('identity'),
    images: last('images'),
    relatedLists: last('relatedLists'),
    video: last('video'),
    isHost: (host) => all.some(({ hosts }) => isHostOf(hosts, host)),
    names: all.flatMap(({ title = [], folders = [] }) => [title, folders].flat()),
    find(kind, line) {
      const known = patterns.get(kind);
      if (!known || line.length > LONGEST_LINE || !known.any.test(line)) return null;
      const { rule = '', matches } = known.each.find((pattern) => pattern.matches.test(line)) ?? {};
      return { rule, names: matches?.exec(line)?.[1] ?? '' };
    },
  };
}

/** A line in which `…` is any text, `#` a number, `{names}` authors, and blanks may be missing. */
function lineSource(rule: string): string {
  return literal(rule)
    .replace(/\s*(?:：|:)\s*/g, '\\s*[:：]\\s*')
    .replace(/报道/g, '报[道导]')
    .replace(/（/g, '[（(]')
    .replace(/）/g, '[）)]')
    .replace(/\s+/g, '\\s*')
    .replace(/…/g, '.*')
    .replace(/#/g, '\\d+')
    .replace('\\{names\\}', '\\s*(.{1,60}?)');
}

/**
 * What an address has in common with all others of its article.
 *
 * @param url absolute URL
 * @param templates as in `Rules.identity`
 * @returns an absolute URL without what may change; null where no template is about this one
 */
export function identityUrl(url: string, templates: string[] = []): string | null {
  const { template, id } = identified(url, templates) ?? {};
  return template && id ? `https://${template.replace(/…\/?/g, '').replace('{id}', id)}` : null;
}

/** The `{id}` that the first fitting template finds in an address. */
export function identityId(url: string, templates: string[] = []): string | undefined {
  return identified(url, templates)?.id;
}

function identified(url: string, templates: string[]): { template: string; id: string } | null {
  const bare = url.replace(/^https?:\/\/(?:www\.|m\.)?/, '').slice(0, 2_048);
  for (const template of templates) {
    const id = addressPattern(template).exec(bare)?.[1];
    if (id) return { template, id };
  }
  return null;
}

const addressPatterns = new Map<string, RegExp>();

function addressPattern(template: string): RegExp {
  let pattern = addressPatterns.get(template);
  if (!pattern) {
    const source = literal(template).replace(/…/g, '.*').replace('\\{id\\}', '([\\w-]+)');
    pattern = new RegExp(`^${source}(?:[?&#].*)?$`);
    addressPatterns.set(template, pattern);
  }
  return pattern;
}

/** A title without the first prefix and the first suffix that it has, unless nothing is left. */
export function bareTitle(title: string, { titlePrefix = [], titleSuffix = [] }: Rules): string {
  const prefix = titlePrefix.find((start) => title.startsWith(start)) ?? '';
  const suffix = titleSuffix.find((end) => title.endsWith(end)) ?? '';
  return title.slice(prefix.length, title.length - suffix.length).trim() || title;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

const sets = new Map<Newsroom | undefined, RuleSet>();
const archives = new WeakMap<Rules, Map<Newsroom | undefined, RuleSet>>();

/** The rules for the articles of a newsroom, if it is known, and what an archive says of them. */
export function rulesOf(newsroom: Newsroom | undefined, settings?: Rules): RuleSet {
  let known = sets;
  if (settings) {
    known = archives.get(settings) ?? new Map();
    archives.set(settings, known);
  }
  let set = known.get(newsroom);
  if (!set) {
    set = ruleSet([EVERYWHERE, newsroom ?? {}, settings ?? {}]);
    known.set(newsroom, set);
  }
  return set;
}

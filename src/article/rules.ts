// Rules of a newsroom: plain data → what to leave out, in a form that is fast to ask.
import { EVERYWHERE, NEWSROOMS } from './newsrooms.ts';
import type { Newsroom, Rules } from './rule-types.ts';

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
  /** The first rule of a kind that a line or a title meets; null if none does. */
  find(kind: TextRule, text: string): Found | null;
}

/** A rule that a text meets, and what stands in it for the names in braces. */
export interface Found {
  rule: string;
  names: string;
  category: string;
  /** Where in the text its `{text}` stands, which stays; null for a rule without one. */
  kept: [start: number, end: number] | null;
}

/** The kinds of rules about texts, and what is around them in a text. */
const TEXT_RULES = {
  head: lineSource,
  tail: lineSource,
  lines: lineSource,
  byline: lineSource,
  related: lineSource,
  titlePrefix: (rule: string) => `${titleSource(rule)}(?<text>.*)`,
  titleSuffix: (rule: string) => `(?<text>.*?)${titleSource(rule)}`,
};
type TextRule = keyof typeof TEXT_RULES;

/** The kinds of rules about lines. */
export type LineRule = Exclude<TextRule, 'titlePrefix' | 'titleSuffix'>;

/** Several rules as one: lists are joined, of single values the first one counts. */
function ruleSet(all: Newsroom[]): RuleSet {
  const joined = <K extends keyof Rules>(key: K) =>
    all.flatMap((rules) => (rules[key] as string[] | undefined) ?? []);
  const first = <K extends keyof Newsroom>(key: K) => all.find((rules) => rules[key])?.[key];
  const patterns = new Map<TextRule, { any: RegExp; each: Pattern[] }>();
  for (const [kind, sourceOf] of Object.entries(TEXT_RULES) as Entries<typeof TEXT_RULES>) {
    const rules = joined(kind);
    if (rules.length === 0) continue;
    const whole = (source: string, flags = 'i') => new RegExp(`^(?:${source})$`, flags);
    const any = whole(
      rules
        .map(sourceOf)
        .join('|')
        .replace(/\?<\w+>/g, '?:'),
    );
    const each = rules.map((rule) => ({ rule, matches: whole(sourceOf(rule), 'id') }));
    patterns.set(kind, { any, each });
  }
  return {
    identity: joined('identity'),
    images: first('images'),
    relatedLists: first('relatedLists'),
    video: first('video'),
    isHost: (host) => all.some(({ hosts }) => isHostOf(hosts, host)),
    names: all.flatMap(({ title = [], folders = [] }) => [title, folders].flat()),
    find(kind, text) {
      const known = patterns.get(kind);
      if (!known || text.length > LONGEST_LINE) return null;
      const line = text.trim();
      if (!known.any.test(line)) return null;
      const { rule = '', matches } = known.each.find((pattern) => pattern.matches.test(line)) ?? {};
      const { groups = {}, indices } = matches?.exec(line) ?? {};
      const { names = '', category = '' } = groups;
      const [start, end] = indices?.groups?.text ?? [];
      const blanks = text.length - text.trimStart().length;
      const kept: Found['kept'] =
        start === undefined || end === undefined ? null : [blanks + start, blanks + end];
      return { rule, names, category, kept };
    },
  };
}

type Entries<T> = [keyof T, T[keyof T]][];

/** A line: blanks in it may be missing. */
function lineSource(rule: string): string {
  return titleSource(rule)
    .replace(/\s*(?:：|:)\s*/g, '\\s*[:：]\\s*')
    .replace(/\s*[；;]\s*/g, '\\s*[;；]\\s*')
    .replace(/报道/g, '报[道导]')
    .replace(/（/g, '[（(]')
    .replace(/）/g, '[）)]')
    .replace(/\s+/g, '\\s*');
}

/** Text: `…` is any, `#` a number, `{names}` authors, `{category}` categories, `{text}` stays. */
function titleSource(rule: string): string {
  return literal(rule)
    .replace(/…/g, '.*')
    .replace(/#/g, '\\d+')
    .replace('\\{names\\}', '\\s*(?<names>.{1,60}?)')
    .replace('\\{category\\}', '\\s*(?<category>[^[\\]【】]{1,500}?)')
    .replace('\\{text\\}', '(?<text>.*?)');
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

/** The first template that an address fits, and the `{id}` in it. */
export function identified(
  url: string,
  templates: string[] = [],
): { template: string; id: string } | null {
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
    set = ruleSet([settings ?? {}, newsroom ?? {}, EVERYWHERE]);
    known.set(newsroom, set);
  }
  return set;
}

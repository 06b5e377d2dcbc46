// Lines at the ends of articles → rules that would leave out those that many of a source have.
import { decodeHTML } from 'entities';

/** Where in an article a line stands. */
export type Place = 'head' | 'tail';

/** A line that many articles of a source have, but for its digits. */
export interface Suggestion {
  source: string;
  place: Place;
  /** The line, each number in it as `#`. */
  line: string;
  /** How many articles have it, and of how many. */
  articles: number;
  of: number;
  /** The line as it stands in two of them. */
  examples: { line: string; article: string }[];
}

/** So many lines from either end of an article are looked at. */
const NEAR = 5;
/** Fewer articles, or a smaller share of their source, are chance, or a series of articles. */
const MIN_ARTICLES = 10;
const MIN_SHARE = 0.2;
/** Longer lines are prose. In UTF-16 units. */
const LONGEST_LINE = 500;
const EXAMPLES = 2;

/**
 * Counts lines by source. Rules are only ever proposed: a few of such lines are bylines or names of
 * translators, and belong to the story.
 */
export function createSuggestions() {
  const sources = new Map<string, { articles: number; lines: Map<string, Counted> }>();
  return {
    /**
     * @param article its address or file, for the examples
     * @param lines plain texts of its paragraphs, as they follow each other
     */
    add(source: string, article: string, lines: string[]): void {
      const counted = sources.get(source) ?? { articles: 0, lines: new Map() };
      sources.set(source, counted);
      counted.articles++;
      for (const [key, line] of edgesOf(lines)) {
        const known = counted.lines.get(key) ?? { articles: 0, examples: [] };
        counted.lines.set(key, known);
        known.articles++;
        if (known.examples.length < EXAMPLES) known.examples.push({ line, article });
      }
    },

    /** By source and place, the most frequent first. */
    list(): Suggestion[] {
      return [...sources].sort().flatMap(([source, { articles: of, lines }]) =>
        [...lines]
          .filter(([, { articles }]) => articles >= MIN_ARTICLES && articles >= of * MIN_SHARE)
          .map(([key, { articles, examples }]) => {
            const [place, line] = key.split('\n') as [Place, string];
            return { source, place, line, articles, of, examples };
          })
          .sort((a, b) => a.place.localeCompare(b.place) || b.articles - a.articles),
      );
    },
  };
}

interface Counted {
  articles: number;
  examples: Suggestion['examples'];
}

/** The lines near the ends of an article, by place and masked text; each once. */
function edgesOf(lines: string[]): Map<string, string> {
  const edges = new Map<string, string>();
  for (const [at, line] of lines.entries()) {
    // In the middle of a short article a line is near to both ends; the nearer one counts.
    const fromEnd = lines.length - 1 - at;
    if (Math.min(at, fromEnd) >= NEAR || line.length > LONGEST_LINE || !/[\p{L}\p{N}]/u.test(line))
      continue;
    const key = `${at <= fromEnd ? 'head' : 'tail'}\n${line.replace(/\d+/g, '#')}`;
    if (!edges.has(key)) edges.set(key, line);
  }
  return edges;
}

/** A suggestion for people, in three lines. */
export function explain({ source, place, line, articles, of, examples }: Suggestion): string {
  const first = `${source}, ${place}: ${articles} of ${of} articles have “${shorten(line)}”`;
  return [first, ...examples.map((each) => `  “${shorten(each.line)}” in ${each.article}`)].join(
    '\n',
  );
}

function shorten(line: string): string {
  return line.length > 100 ? `${line.slice(0, 100).toWellFormed()}…` : line;
}

/** The piece of broadsheet.json that accepts these suggestions. */
export function suggestedSettings(suggestions: Suggestion[]): object {
  const sources: Record<string, Partial<Record<Place, string[]>>> = {};
  for (const { source, place, examples } of suggestions) {
    sources[source] ??= {};
    // In a rule, `#` is a number and `…` any text.
    const rule = examples[0]?.line.replaceAll('#', '…').replace(/\d+/g, '#') ?? '';
    sources[source][place] = [...(sources[source][place] ?? []), rule];
  }
  return { sources };
}

const BLOCKS =
  /<\/?(?:p|h[1-6]|div|br|hr|ul|ol|li|dl|dt|dd|blockquote|pre|figure|table|caption|t[dhr]|tbody|thead|tfoot|details|summary)\b[^>]*>/;

/** The texts of the paragraphs of clean HTML; captions are none. */
export function linesOf(html: string): string[] {
  return html
    .replace(/<figcaption>.*?<\/figcaption>/gs, '')
    .split(BLOCKS)
    .map((line) => decodeHTML(line.replace(/<[^>]*>/g, '')).trim())
    .filter(Boolean);
}

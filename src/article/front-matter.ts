// YAML front matter and a body in Markdown or HTML, as Jekyll, Hugo, Eleventy, Astro and Obsidian
// write them.
import { readDate } from './date.ts';
import type { Fault, Grammar } from './grammar.ts';
import { cut } from './link.ts';
import { isEmptyTitle } from './link-problems.ts';
import { renderMarkdown } from './markdown.ts';
import { asText, firstOf, languageOf, namesOf, tagsOf } from './values.ts';
import { readYaml } from './yaml.ts';

/** The keys that each field goes by; the first that is there counts. */
const KEYS = {
  title: ['title'],
  date: ['date', 'pubDate', 'published', 'publishDate'],
  link: ['link', 'url', 'canonical', 'canonical_url', 'canonicalURL'],
  language: ['lang', 'language'],
  authors: ['author', 'authors'],
  categories: ['categories'],
  category: ['category'],
  tags: ['tags'],
  tag: ['tag'],
  draft: ['draft'],
};

/** Jekyll has the date in the file's name: `_posts/2024-01-31-title.md`. */
const DATED = /(?:^|\/)(\d{4}-\d\d-\d\d)-[^/]*$/;

/** Longer is no front matter, and YAML takes its time. UTF-16 units. */
const LONGEST = 65_536;

export const frontMatter: Grammar = {
  example: '---\ntitle: …\ndate: 2024-01-31\n---\n\nbody',
  matches: (text) => /^(?:---|\+\+\+)[ \t]*\r?\n/.test(text),

  async read(text, path, now) {
    if (text.startsWith('+')) {
      return fault(1, 'the front matter is TOML; expected YAML between two lines of ---');
    }
    const start = text.indexOf('\n') + 1;
    const end = /^(?:---|\.\.\.)[ \t]*\r?$/m.exec(text.slice(start, start + LONGEST));
    if (!end) {
      return fault(1, `the front matter does not end; expected --- within ${LONGEST} characters`);
    }
    const matter = await readYaml(text.slice(start, start + end.index), 2);
    if ('message' in matter) return matter;
    const { values } = matter;
    const textOf = (field: Field) => asText(firstOf(values, KEYS[field]));
    const lineOf = (field: Field) => matter.lineOf(KEYS[field]);

    if (/^(true|yes|on)$/i.test(textOf('draft')) || asText(values.published) === 'false') {
      const message = 'it is a draft, and left out; expected draft: false to publish it';
      return { ...fault(lineOf('draft'), message), severity: 'notice' };
    }
    const title = cut(textOf('title'));
    if (isEmptyTitle(title)) return fault(lineOf('title'), 'there is no title; expected title: …');

    const date = textOf('date') || DATED.exec(path)?.[1];
    if (!date) return fault(1, 'there is no publication date; expected date: 2024-01-31');
    const published = readDate(date, now);
    if (typeof published === 'string') return fault(lineOf('date'), published);

    // What begins with `/` is a place on the website that the file was written for.
    const link = textOf('link').replace(/^\/.*/, '');
    if (link && !/^https?:$/.test(URL.parse(link)?.protocol ?? '')) {
      const message = `“${link}” is not an absolute http(s) URL; expected link: https://…`;
      return fault(lineOf('link'), message);
    }
    const tag = textOf('language');
    const language = tag && languageOf(tag);
    if (language === null) {
      return fault(lineOf('language'), `“${tag}” is no BCP 47 language tag; expected lang: en`);
    }
    const authors = namesOf(firstOf(values, KEYS.authors));
    const filed = [
      ...tagsOf(firstOf(values, KEYS.categories)),
      ...namesOf(firstOf(values, KEYS.category)),
      ...tagsOf(firstOf(values, KEYS.tags)),
      ...namesOf(firstOf(values, KEYS.tag)),
    ];
    const rest = text.slice(start + end.index + end[0].length);
    return {
      published,
      title,
      url: link || null,
      ...(language && { language }),
      ...(authors.length > 0 && { authors }),
      ...(filed.length > 0 && { categories: [...new Set(filed)] }),
      body: /\.html?\s*$/i.test(path) ? rest : await renderMarkdown(rest),
    };
  },
};

type Field = keyof typeof KEYS;

function fault(line: number, message: string): Fault {
  return { line, message };
}

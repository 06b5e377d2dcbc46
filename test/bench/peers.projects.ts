// Eleventy and Hugo: projects that make three feeds of the same articles.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readHeader } from '../../src/article/header.ts';
import type { ArticleFile } from '../archive/generate.ts';

/** Articles in a feed. */
const ITEMS = 50;

/** A program that makes three feeds of the same articles. */
export interface Peer {
  name: string;
  /** So many times its time is the goal, for so many articles. */
  most(count: number): number;
  /** Writes the project that the program is run in. */
  write(folder: string, articles: ArticleFile[]): void;
  /** Program and arguments. */
  command: [program: string, ...args: string[]];
}

/**
 * Neither cleans nor stores anything. They are no dependencies: who wants to compare has them in the
 * PATH.
 */
export const PEERS: Peer[] = [
  {
    name: 'eleventy',
    most: (count) => (count > 5000 ? 0.8 : 0.9),
    write: writeEleventy,
    command: ['eleventy', '--quiet'],
  },
  { name: 'hugo', most: () => 3, write: writeHugo, command: ['hugo', '--quiet'] },
];

export function writeAll(folder: string, files: ArticleFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Articles as both peers read them: front matter, and the body as it is. */
function withFrontMatter(folder: string, articles: ArticleFile[]): ArticleFile[] {
  return articles.flatMap(({ text }, at) => {
    const header = readHeader(text, Date.now());
    if ('message' in header) return [];
    const { title, url, published, body } = header;
    const date = new Date(published).toISOString();
    const matter = `title: ${JSON.stringify(title)}\ndate: ${date}\nlink: ${JSON.stringify(url)}`;
    return { path: `${folder}/${at}.html`, text: `---\n${matter}\n---\n${body}` };
  });
}

const FEED = `<rss version="2.0"><channel><title>News</title><link>https://feeds.example/</link><description>News</description>`;

function writeEleventy(folder: string, articles: ArticleFile[]): void {
  const feed = (file: string, body: string) => ({
    path: `${file}.11ty.cjs`,
    text: `const e = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;');
module.exports = { data: { permalink: '/${file}' }, render({ collections: { newest } }) { ${body} } };\n`,
  });
  writeAll(folder, [
    ...withFrontMatter('articles', articles),
    { path: 'articles/articles.json', text: '{"permalink": false}' },
    {
      path: 'eleventy.config.cjs',
      text: `module.exports = (config) => {
  config.addCollection('newest', (api) => api.getFilteredByGlob('articles/*.html').sort((a, b) => b.date - a.date).slice(0, ${ITEMS}));
  return { htmlTemplateEngine: false };
};\n`,
    },
    feed(
      'feed.xml',
      `return '${FEED}' + newest.map(({ data, date, content }) => '<item><title>' + e(data.title) + '</title><link>' + e(data.link) + '</link><pubDate>' + date.toUTCString() + '</pubDate><description>' + e(content) + '</description></item>').join('') + '</channel></rss>';`,
    ),
    feed(
      'atom.xml',
      `return '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>' + newest.map(({ data, date, content }) => '<entry><title>' + e(data.title) + '</title><id>' + e(data.link) + '</id><updated>' + date.toISOString() + '</updated><content type="html">' + e(content) + '</content></entry>').join('') + '</feed>';`,
    ),
    feed(
      'feed.json',
      `return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'News', items: newest.map(({ data, date, content }) => ({ id: data.link, url: data.link, title: data.title, date_published: date.toISOString(), content_html: content })) });`,
    ),
  ]);
}

function writeHugo(folder: string, articles: ArticleFile[]): void {
  const newest = `{{ range first ${ITEMS} .Site.RegularPages.ByDate.Reverse }}`;
  writeAll(folder, [
    ...withFrontMatter('content/articles', articles),
    {
      path: 'config.yaml',
      text: `baseURL: https://feeds.example/
title: News
disableKinds: [section, taxonomy, term, sitemap, robotsTXT, '404']
outputs: { home: [RSS, ATOM, JSON] }
outputFormats: { ATOM: { mediaType: application/atom+xml, baseName: atom } }
mediaTypes: { application/atom+xml: { suffixes: [xml] } }
cascade: { _build: { render: never } }\n`,
    },
    {
      path: 'layouts/index.rss.xml',
      text: `${FEED}${newest}<item><title>{{ .Title }}</title><link>{{ .Params.link }}</link><pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><description>{{ .Content | html }}</description></item>{{ end }}</channel></rss>`,
    },
    {
      path: 'layouts/index.atom.xml',
      text: `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>${newest}<entry><title>{{ .Title }}</title><id>{{ .Params.link }}</id><updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated><content type="html">{{ .Content | html }}</content></entry>{{ end }}</feed>`,
    },
    {
      path: 'layouts/index.json',
      text: `{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [{{ range $at, $each := first ${ITEMS} .Site.RegularPages.ByDate.Reverse }}{{ if $at }},{{ end }}{{ dict "id" .Params.link "title" .Title "date_published" .Date "content_html" (string .Content) | jsonify }}{{ end }}]}`,
    },
  ]);
}

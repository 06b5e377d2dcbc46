// [--articles N]: an export at first, of nothing new and of one article more; beside Hugo with the same articles.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateArticles } from '../archive/generate.ts';
import { figure, secondsOf, table, verdict } from './harness.ts';
import { machineLoad, run } from './processes.ts';

const PROGRAM = join(import.meta.dirname, '../../src/node/broadsheet.cjs');

/** Measures the goals of the export, each run a whole process; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { articles: { type: 'string', default: '15000' } },
  });
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const [archive, hugo, out] = ['archive', 'hugo', 'site'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  try {
    let last = '';
    for (const { path, text } of generateArticles({ count: Number(values.articles) })) {
      write(join(archive, path), text);
      const [, published, title] = /^<!--(\d+)-->\n\[(.*)\]\(/.exec(text) ?? [];
      const front = { title, date: new Date(Number(published)).toISOString(), url: '' };
      const body = text.slice(text.indexOf('------') + 8);
      const name = path.replace(/\.md$/, '').replaceAll(/[^\w/]/g, '');
      write(
        join(hugo, 'content', `${name}.html`),
        `${JSON.stringify({ ...front, url: `/a/${name}/` })}\n\n${body}`,
      );
      last = path;
    }
    const environment = {
      DATABASE: join(home, 'feeds.db'),
      SITE_URL: 'https://bench.example/news',
    };
    const exported = () => run([PROGRAM, 'export', out, archive], environment);
    const written = (stdout: string) => Number(/: (\d+) files? written/.exec(stdout)?.[1]);

    const first = await exported();
    const nothing = await exported();
    const newest = Date.UTC(2025, 1, 14, 23);
    write(
      join(archive, last, '../one-more.md'),
      `<!--${newest}-->\n[又一条新闻](https://news.example/one-more)\n------\n\n<p>全文。</p>\n`,
    );
    const one = await exported();

    const rows = [
      verdict('first export, seconds', first.seconds, { most: 60 }),
      verdict('its peak of memory, MB', first.peakBytes / 1e6, { most: 400 }),
      verdict('nothing new, % of the first', (nothing.seconds / first.seconds) * 100, { most: 3 }),
      verdict('files written then', written(nothing.stdout), { most: 0 }),
      verdict(
        'one article more, with its publication: seconds beyond nothing new',
        one.seconds - nothing.seconds,
        { most: 1 },
      ),
      verdict('files written then', written(one.stdout), { most: 30 }),
    ];
    const peer = hugoSeconds(hugo);
    if (peer !== null)
      rows.push(
        verdict(
          'first export ÷ Hugo, three feeds and the same articles',
          first.seconds / (await peer),
          { most: 4 },
        ),
      );
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    console.log(`\n${first.stdout}`);
    console.log(`${values.articles} generated articles; one run each; ${machineLoad()}.`);
    if (peer !== null)
      console.log(
        `Hugo: ${figure(await peer)} s, ${filesIn(join(hugo, 'public'))} files, bare templates.`,
      );
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Seconds that Hugo takes, with bare templates; null where it is not installed. */
function hugoSeconds(folder: string): Promise<number> | null {
  try {
    execFileSync('hugo', ['version']);
  } catch {
    return null;
  }
  const list = '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}';
  const items =
    '{{ range first 50 .Site.RegularPages }}<item>{{ .Title }}{{ .Content | html }}</item>{{ end }}';
  write(
    join(folder, 'hugo.toml'),
    `baseURL = "https://bench.example/news/"
disableKinds = ["taxonomy", "term", "sitemap", "robotsTXT", "404"]
[mediaTypes."application/atom+xml"]
suffixes = ["atom"]
[outputFormats.Atom]
mediaType = "application/atom+xml"
baseName = "atom"
[outputs]
home = ["html", "rss", "json", "atom"]
section = ["html", "rss"]
`,
  );
  const layouts = join(folder, 'layouts');
  write(join(layouts, '_default/single.html'), '<h1>{{ .Title }}</h1>{{ .Content }}');
  write(join(layouts, '_default/list.html'), list);
  write(join(layouts, 'index.html'), list);
  write(
    join(layouts, 'index.json'),
    '{{ range first 50 .Site.RegularPages }}{{ .Content | jsonify }}{{ end }}',
  );
  write(join(layouts, 'index.atom.atom'), items);
  return secondsOf(() => execFileSync('hugo', ['--source', folder, '--quiet']));
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  ).length;
}

// Seed → an archive of article files as large as asked for, the same on every machine.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NEWSROOMS, type Newsroom, type Story } from './newsrooms.ts';
import { writer } from './prose.ts';
import { mulberry32, type Random } from './random.ts';

export interface ArchiveOptions {
  /** How many article files. */
  count: number;
  /** Another seed gives other articles in the same proportions. */
  seed?: number;
}

/** One article file: its path below the archive's root, and its text. */
export interface ArticleFile {
  path: string;
  text: string;
}

/** The last slot of time ends here; the articles lie before it, 40 a day. */
const END = Date.UTC(2025, 1, 15);
const ARTICLES_A_DAY = 40;
const DAY = 86_400_000;
/** Ids count down, so that a plain sort by name gives the newest first. */
const FIRST_ID = 0xfffff;
/** Bytes of text in a story: the spread gives a few of 60 KB, none far beyond. */
const SPREAD = 0.75;
const LEAST_TEXT = 250;
const MOST_TEXT = 57_000;

/** Yields `count` articles, oldest first, holding one at a time. */
export function* generateArticles({ count, seed = 1 }: ArchiveOptions): Iterable<ArticleFile> {
  const random = mulberry32(seed);
  const ids = new Map<Newsroom, number>();
  for (let serial = 0; serial < count; serial++) {
    const newsroom = random.pick(BALLOTS);
    const id = ids.get(newsroom) ?? FIRST_ID;
    ids.set(newsroom, id - 1);

    const traditional = random.chance(0.1);
    const prose = writer(random, traditional ? 'traditional' : 'simplified');
    const title = prose.phrase(random.between(10, 35));
    const published = publishedAt(count - serial, random);
    const story: Story = { random, prose, published, title, serial, traditional };
    const fullTitle = titleQuirk(story) + (newsroom.titleSuffix ?? '');
    const url = newsroom.url(story);
    const body = newsroom.body(story, paragraphs(story, newsroom.median));

    // The first eighth lies in the folders, and under the names with titles, of the early years.
    const path =
      serial < count / 8
        ? `${newsroom.name}/${id}_${fullTitle.replaceAll('/', '--')}.md`
        : `${newsroom.abbreviation}/${id}.md`;
    const text = `<!--${published.getTime()}-->\n[${fullTitle}](${url})\n------\n\n${body}\n`;
    yield { path, text };
  }
}

/** Writes the archive below `folder`, which is made when missing. */
export function writeArchive(folder: string, options: ArchiveOptions): void {
  const made = new Set<string>();
  for (const { path, text } of generateArticles(options)) {
    const file = join(folder, path);
    const parent = dirname(file);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    writeFileSync(file, text);
  }
}

/** Each newsroom as often as it is to be picked. */
const BALLOTS = NEWSROOMS.flatMap((newsroom) => Array<Newsroom>(newsroom.weight).fill(newsroom));

/**
 * The moment of the article that is `fromEnd` places before the end of the archive. Even slots of
 * time, jittered and then bent: fewest articles at four in the morning in Beijing and at weekends.
 * No bend is steep enough to fold time back, so two articles never share a second.
 */
function publishedAt(fromEnd: number, random: Random): Date {
  const slot = fromEnd - 0.9 * (random.bits() / 0x1_0000_0000);
  const days = END / DAY - slot / ARTICLES_A_DAY;
  const night = 20 / 24;
  const sunday = 3.5;
  const bent =
    days +
    0.1 * Math.sin(2 * Math.PI * (days - night)) +
    0.25 * Math.sin((2 * Math.PI * (days - sunday)) / 7);
  return new Date(Math.round(bent * 86_400) * 1000);
}

/** Titles hold what the real ones do: brackets, entities, bars, wide and double blanks. */
function titleQuirk({ random, title }: Story): string {
  if (random.chance(0.85)) return title;
  const head = title.slice(0, 4);
  const tail = title.slice(4);
  return random.pick([
    `[${head}] ${tail}`,
    `【${head}】${tail}`,
    `${head}｜${tail}`,
    `${head}  ${tail}`,
    `${head}\u3000${tail}`,
    `${head} | ${tail}`,
    `&quot;${head}&quot;${tail}`,
    `${head}/${tail}`,
  ]);
}

function paragraphs({ random, prose }: Story, median: number): string[] {
  const bytes = median * Math.exp(SPREAD * random.normal());
  let left = Math.min(Math.max(bytes, LEAST_TEXT), MOST_TEXT) / 3;
  const list: string[] = [];
  while (left > 0) {
    const text = prose.paragraph(Math.min(left, random.between(40, 180)));
    list.push(text);
    left -= text.length;
  }
  return list;
}

// [--count 100000] [--seed 1]: generated and mutated articles; each is read in a second, or named.
import { parseArgs } from 'node:util';
import { createCompiler } from '../../src/node/threads/compile.ts';
import { startThread } from '../../src/node/threads/thread.ts';
import { generateArticles } from '../archive/generate.ts';
import { GROWTH, MARKDOWN_GROWTH, repeated, type Shape } from '../archive/hostile.ts';
import { mulberry32, type Random } from '../archive/random.ts';
import { figure, table, verdict } from '../bench/harness.ts';

/** CPU seconds that one article may take. */
const MOST = 1;
/** Wall-clock seconds until its thread is ended; other programs may take most of the machine. */
const DEADLINE = 60;
/** A file may have so many bytes. */
const LARGEST = 5_000_000;
/** Articles that are mutated, again and again. */
const ORIGINALS = 400;

const SHAPES = [...GROWTH, ...MARKDOWN_GROWTH];
const HEADS = [
  '<!--1706726344000-->\n[Title](https://www.bbc.com/news/1)\n------\n\n',
  '---\ntitle: Title\ndate: 2024-01-31\n---\n\n',
];

interface Case {
  kind: string;
  text: string;
}

/** Reads them in the thread that the server has for it, one after the other. */
export async function trial(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const count = Number(values.count);
  let threads = 0;
  const compiler = createCompiler(() => {
    threads++;
    return startThread('compiler', { language: 'zh-Hans' });
  }, DEADLINE);
  const parse = await compiler.loadParser(new Map());
  const read = (text: string) =>
    parse({ path: 'bbc/1.md', bytes: new TextEncoder().encode(text) }, Date.UTC(2025, 1, 15));
  const slowest = new Map<string, number>();
  const results = { articles: 0, rejected: 0, slow: 0, ended: 0 };
  await read(`${HEADS[0]}<p>The thread starts.`);
  for (const { kind, text } of cases(count, mulberry32(Number(values.seed)))) {
    const before = process.cpuUsage();
    const compiled = await read(text);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    slowest.set(kind, Math.max(seconds, slowest.get(kind) ?? 0));
    if (seconds > MOST) results.slow++;
    if (!('problem' in compiled)) results.articles++;
    else if (/to read; |ended in an error/.test(compiled.problem.message)) results.ended++;
    else results.rejected++;
    if (seconds > MOST) console.log(`${kind}, ${text.length} characters: ${figure(seconds)} s`);
  }
  // Whatever came before: an article is an article.
  const after = await read(`${HEADS[0]}<p>The thread lives.`);
  await compiler.close();
  const bySeconds = [...slowest].toSorted(([, one], [, other]) => other - one);
  console.log(
    table([
      ['kind', 'CPU seconds of the slowest'],
      ...bySeconds.slice(0, 15),
      ['', ''],
      ['articles', results.articles],
      ['rejected with a line', results.rejected],
    ]),
  );
  const rows = [
    ['', 'measured', 'goal', ''],
    verdict(`of ${count}, took more than ${MOST} s`, results.slow, { most: 0 }),
    verdict('ended their thread', results.ended, { most: 0 }),
    verdict('articles read after all these', 'problem' in after ? 0 : 1, { least: 1 }),
  ];
  console.log(`\n${table(rows)}\n\n${threads} compiler threads.`);
  if (rows.some(([, , , met]) => met === 'missed')) process.exitCode = 1;
}

/** One in twenty grows, and one in a thousand does so up to the largest file that there may be. */
function* cases(count: number, random: Random): Iterable<Case> {
  const originals = [...generateArticles({ count: ORIGINALS })].map(({ text }) => text);
  for (let at = 0; at < count; at++) {
    if (at % 20 === 0) yield growth(random, at % 1000 === 0 ? LARGEST : 200_000);
    else yield { kind: 'mutated', text: mutated(random, originals) };
  }
}

/** One kind of growth, or two of them in turn, or one behind the other. */
function growth(random: Random, most: number): Case {
  const [name, ...shape] = random.pick(SHAPES);
  const [otherName, ...other] = random.pick(SHAPES);
  const length = Math.round(1000 * (most / 1000) ** (random.bits() / 2 ** 32));
  const head = random.pick(HEADS);
  switch (random.below(3)) {
    case 0:
      return { kind: name, text: head + repeated(shape, length) };
    case 1: {
      const both: Shape = [shape[0] + other[0], shape[1] + other[1], shape[2]];
      return { kind: `${name}, with ${otherName}`, text: head + repeated(both, length) };
    }
    default: {
      const text = head + repeated(shape, length / 2) + repeated(other, length / 2);
      return { kind: `${name}, then ${otherName}`, text };
    }
  }
}

const SPECIAL = [...'<>/=&;"\'-[]()!{}%|*_`\n\0\ud800\u200b　：', '<!--', '-->', '------', ']('];

/** An article with a few mistakes: something lost, doubled, swapped, put in, or of another one. */
function mutated(random: Random, originals: string[]): string {
  let text = random.pick(originals);
  for (let left = random.between(1, 6); left > 0; left--) {
    const start = random.below(text.length + 1);
    const end = Math.min(text.length, start + random.below(random.pick([2, 20, 2000])));
    const part = text.slice(start, end);
    const pieces = [
      '',
      part + part,
      part.repeat(random.between(1, Math.max(1, Math.floor(20_000 / (part.length + 1))))),
      random.pick(SPECIAL) + part,
      random.pick(SHAPES)[2].repeat(random.below(50)),
      random.pick(originals).slice(random.below(500), random.between(500, 3000)),
    ];
    text = text.slice(0, start) + random.pick(pieces) + text.slice(end);
  }
  return text;
}

// Lines that many articles of a source have → rules to accept.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rulesOf } from '../src/article/rules.ts';
import { readSourceTable } from '../src/article/sources.ts';
import { createSuggestions, explain, linesOf, suggestedSettings } from '../src/publish/suggest.ts';
import { content } from './support/archive.ts';
import { startCommand, temporaryFolder } from './support/command.ts';

/** Articles of a source, each with the lines that `linesOf` gives it. */
function suggestionsFor(count: number, lines: (number: number) => string[], source = 'voa') {
  const suggestions = createSuggestions();
  for (let number = 1; number <= count; number++) {
    suggestions.add(source, `${source}/${number}`, lines(number));
  }
  return suggestions.list();
}

const story = (number: number) =>
  Array.from(
    { length: 12 },
    (_, at) => `第${'一二三四五六七八九十'[at % 10]}段${'文'.repeat(number)}${at > 9 ? '。' : ''}`,
  );

test('a line at the head and one at the tail, whatever their numbers', () => {
  const found = suggestionsFor(12, (number) => [
    `2024-01-${number + 10}`,
    ...story(number),
    `© 20${number + 10} AFP`,
  ]);
  expect(found).toEqual([
    {
      source: 'voa',
      place: 'head',
      line: '#-#-#',
      articles: 12,
      of: 12,
      examples: [
        { line: '2024-01-11', article: 'voa/1' },
        { line: '2024-01-12', article: 'voa/2' },
      ],
    },
    expect.objectContaining({ place: 'tail', line: '© # AFP' }),
  ]);
  expect(suggestedSettings(found)).toEqual({
    sources: { voa: { head: ['#-#-#'], tail: ['© # AFP'] } },
  });
});

test('fewer than ten articles, or than a fifth of the source, are chance', () => {
  const some = (these: number) => (number: number) => [
    ...story(number),
    ...(number <= these ? ['翻译：某人'] : []),
  ];
  expect(suggestionsFor(9, some(9))).toEqual([]);
  expect(suggestionsFor(51, some(10))).toEqual([]);
  expect(suggestionsFor(50, some(10))).toHaveLength(1);
});

test('neither the middle of articles, nor signs alone, nor prose, nor two times in one article', () => {
  const prose = '长'.repeat(501);
  const middle = (number: number) => story(number).toSpliced(6, 0, '广告');
  expect(suggestionsFor(20, middle)).toEqual([]);
  expect(suggestionsFor(20, (number) => ['* * *', prose, ...story(number)])).toEqual([]);
  expect(suggestionsFor(9, (number) => ['广告', '广告', ...story(number)])).toEqual([]);
});

test('sources are apart from each other', () => {
  const suggestions = createSuggestions();
  for (let number = 0; number < 12; number++) {
    suggestions.add('bbc', String(number), ['广告', ...story(number)]);
    suggestions.add('voa', String(number), story(number));
  }
  expect(suggestions.list().map(({ source }) => source)).toEqual(['bbc']);
});

test('what is suggested is what broadsheet.json takes, and finds that line', async () => {
  const line = 'See https://a.example/b?c=1 (more) [x] ^$|\\ #1*+';
  const found = suggestionsFor(10, (number) => [line, ...story(number)]);
  const table = readSourceTable(JSON.stringify(suggestedSettings(found)));
  const rules = rulesOf(undefined, Array.isArray(table) ? {} : table.get('voa'));
  expect(rules.find('head', line.replace('c=1', 'c=22'))).not.toBeNull();
  expect(rules.find('head', `${line}!`)).toBeNull();
  expect(rules.find('head', line.replace('a.example', 'a-example'))).toBeNull();
});

test('the lines of an article are its paragraphs, without captions', () => {
  const html =
    '<figure><img src="https://e.example/1.png" alt=""><figcaption>图</figcaption></figure>' +
    '<p>一 &amp; <strong>二</strong></p><ul><li>三</li><li> </li></ul><p>四<br>五</p>六';
  expect(linesOf(html)).toEqual(['一 & 二', '三', '四', '五', '六']);
});

test('check --suggest prints rules, and applies none', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'voa'));
  for (let number = 1; number <= 12; number++) {
    const body = [...story(number), `更多内容请看第 ${number} 频道`]
      .map((line) => `<p>${line}</p>`)
      .join('');
    writeFileSync(join(folder, 'voa', `${number}.md`), content(number, { body }));
  }
  const { code, stdout, stderr } = await startCommand(['check', folder, '--suggest']).ended;
  expect(JSON.parse(stdout)).toEqual({
    sources: { voa: { tail: ['更多内容请看第 # 频道'] } },
  });
  expect(stderr).toMatch(
    /^voa, tail: 12 of 12 articles have “更多内容请看第 # 频道”\n {2}“更多内容请看第 \d+ 频道” in https:\S+\n {2}“更多/,
  );
  expect(code).toBe(0);
});

test('a suggestion is explained in three lines', () => {
  const [suggestion] = suggestionsFor(10, (number) => [
    `${'很'.repeat(120)}${number}`,
    ...story(number),
  ]);
  expect(suggestion && explain(suggestion).split('\n')).toHaveLength(3);
});

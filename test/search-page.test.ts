// The pages of search: what narrows a search down, its order, and help where little is found.
import { beforeAll, describe, expect, test } from 'vitest';
import { article, openHome, SITE, type TestHome } from './support/home.ts';

const SOURCES = [
  { source: 'harbour', sourceTitle: '海港报', language: 'zh-Hans' },
  { source: 'island', sourceTitle: '島嶼新聞', language: 'zh-Hant' },
];

let home: TestHome;
beforeAll(async () => {
  // In New York the first article of 2021 is still one of 2020.
  home = await openHome({ ...SITE, timeZone: 'America/New_York' });
  await home.publish([
    ...Array.from({ length: 12 }, (_, at) =>
      article(at + 1, {
        ...SOURCES[at % 2],
        title: `渡轮 ${at}`,
        published: Date.UTC(2021 - (at % 3), 0, 1, 3 + at),
        html: '<p>码头的软件</p>',
      }),
    ),
    article(50, { title: '风暴', published: Date.UTC(2023, 5, 1), html: '<p>渡轮停航</p>' }),
    article(51, { title: '别的', published: Date.UTC(2010, 5, 1), html: '<p>机场</p>' }),
  ]);
});

async function search(
  query: string,
  headers: Record<string, string> = { 'Accept-Language': 'en' },
) {
  const answer = await home.app.request(`/search/?${query}`, { headers });
  const text = await answer.text();
  const facets = /<nav class="facets"[\s\S]*?<\/nav>/.exec(text)?.[0] ?? '';
  return {
    status: answer.status,
    text,
    heading: /<h1>([^<]*)/.exec(text)?.[1],
    titles: [...text.matchAll(/<h2 lang[^>]*><a[^>]*>(.*?)<\/a>/g)].map(([, title = '']) =>
      title.replace(/<[^>]*>/g, ''),
    ),
    /** Address and text of each link that narrows. */
    facets: [...facets.matchAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g)].map(
      ([, href = '', label = '']) => [
        href.replaceAll('&amp;', '&'),
        label.replace(/<[^>]*>/g, '').trim(),
      ],
    ),
  };
}

const q = encodeURIComponent;
const FERRY = `q=${q('渡轮')}`;

describe('facets', () => {
  test('name sources, years of the time zone, and languages, with how many each has', async () => {
    const { facets } = await search(FERRY);
    expect(facets.map(([, label]) => label)).toEqual([
      '2023 1',
      '2021 3',
      '2020 4',
      '2019 5',
      '海港报 6',
      '島嶼新聞 6',
      '美国之音 1',
      '简体中文 7',
      '繁體中文 6',
    ]);
  });

  test('each link finds as many as it says', async () => {
    const { facets } = await search(FERRY);
    for (const [href = '', label = ''] of facets) {
      const count = label.split(' ').at(-1);
      const { heading } = await search(href.slice(href.indexOf('?') + 1));
      expect(heading).toMatch(new RegExp(`^${count} articles? for`));
    }
  });

  test('together, and each can be taken back', async () => {
    const { heading, facets, text } = await search(`${FERRY}&source=island&year=2020&lang=zh-Hant`);
    expect(heading).toBe('1 article for “渡轮”');
    expect(facets).toEqual([
      [`/search/?${FERRY}&source=island&lang=zh-Hant`, '2020 ✕remove'],
      [`/search/?${FERRY}&lang=zh-Hant&year=2020`, '島嶼新聞 ✕remove'],
      [`/search/?${FERRY}&source=island&year=2020`, '繁體中文 ✕remove'],
    ]);
    // The feed of it, without the year: what comes will be of others.
    expect(text).toContain(
      `${SITE.url}/filter/feed.xml?${FERRY}&amp;lang=zh-Hant&amp;source=island`,
    );
  });

  test('a feed of what was narrowed down has these articles', async () => {
    const feed = await home.app.request(`/filter/feed.json?lang=zh-Hant&${FERRY}&source=island`);
    expect((await feed.json()).items).toHaveLength(6);
  });

  test.each([
    ['year=20', 'year is not valid; expected a year such as 2024'],
    ['year=2020%27--', 'year is not valid'],
    ['sort=oldest', 'sort is not valid; expected newest'],
    ['page=0', 'page is not valid'],
  ])('%s is refused', async (parameter, sentence) => {
    const { status, text } = await search(`${FERRY}&${parameter}`);
    expect([status, text]).toEqual([400, expect.stringContaining(sentence)]);
  });

  test.each(['source=none', 'lang=de', "source=') OR 1=1", 'year=1999'])(
    'where nothing is left, the way back is there: %s',
    async (parameter) => {
      const { status, text, facets } = await search(`${FERRY}&${parameter}`);
      expect(status).toBe(200);
      expect(facets).toHaveLength(1);
      expect(facets[0]?.[0]).toBe(`/search/?${FERRY}`);
      expect(text).toContain('“渡轮” in the whole archive');
    },
  );
});

test('the best first, or the newest first; pages keep what was chosen', async () => {
  const [best, newest] = [await search(FERRY), await search(`${FERRY}&sort=newest`)];
  expect(best.titles.at(-1)).toBe('风暴');
  expect(newest.titles[0]).toBe('风暴');
  expect(new Set(newest.titles)).toEqual(new Set(best.titles));
  expect(newest.text).toContain(`href="/search/?${FERRY}"`);
  expect(newest.facets[0]?.[0]).toContain('&sort=newest');
});

describe('where little is found', () => {
  const suggested = async (typed: string) => {
    const { text } = await search(`q=${q(typed)}`);
    const section = /<section class="suggestions"[\s\S]*?<\/section>/.exec(text)?.[0] ?? '';
    return [...section.matchAll(/<a[^>]*>([^<]*)<\/a> <small>([^<]*)/g)].map(([, ...each]) => each);
  };

  test('the words of another region are suggested, and what they find', async () => {
    expect(await suggested('軟體')).toEqual([['软件', '12 articles']]);
  });

  test('fewer words, and a long run as words', async () => {
    expect(await suggested('渡轮 宇宙')).toEqual([['渡轮', '13 articles']]);
    expect(await suggested('码头渡轮')).toEqual([['码头 渡轮', '12 articles']]);
  });

  test('nothing is suggested that finds nothing', async () => {
    expect(await suggested('宇宙飞船')).toEqual([]);
    expect((await search('q=nowhere')).text).toContain('Fewer words find more.');
  });

  test.each(['"<script>alert(1)</script>"', '"unclosed', '-"a" b', '« ’'])(
    '%s breaks nothing',
    async (typed) => {
      const { status, text } = await search(`q=${q(typed)}`);
      expect([200, 400]).toContain(status);
      expect(text).not.toContain('<script>alert');
    },
  );
});

test.each(['en', 'zh-CN', 'zh-TW'])(
  'before anything is typed there are examples that find something: %s',
  async (language) => {
    const { text } = await search('', { 'Accept-Language': language });
    const examples = [...text.matchAll(/<li><a href="\/search\/\?([^"]*)">/g)].map(
      ([, query = '']) => query,
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect((await search(example)).titles).not.toEqual([]);
  },
);

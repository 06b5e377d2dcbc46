// The nine newsrooms: how often each publishes, how long it writes, and how it marks that up.
import { boilerplate } from './boilerplate.ts';
import { latinName, type Prose, slug } from './prose.ts';
import type { Random } from './random.ts';

/** What a newsroom is given to lay out. */
export interface Story {
  random: Random;
  prose: Prose;
  published: Date;
  title: string;
  /** Counts up with every article of any newsroom: makes URLs and numbers unique. */
  serial: number;
  traditional: boolean;
}

export interface Newsroom {
  /** Folder of the early years. */
  name: string;
  /** Folder since then. */
  abbreviation: string;
  /** Articles among 4,472 of the real archive. */
  weight: number;
  /** Median length of the story's text, in bytes of UTF-8. */
  median: number;
  /** What the newsroom's own feed appends to every title. */
  titleSuffix?: string;
  url(story: Story): string;
  /** The body on one line, around the given paragraphs of plain text. */
  body(story: Story, paragraphs: string[]): string;
}

export const NEWSROOMS: readonly Newsroom[] = [
  {
    name: '法广',
    abbreviation: 'rfi',
    weight: 1403,
    median: 2300,
    titleSuffix: ' – 法国国际广播电台 - RFI',
    url: ({ published, title }) =>
      `https://www.rfi.fr/cn/${encodeURIComponent('亚洲')}/${day(published)}-${encodeURIComponent(title)}`,
    body(story, [lead = '', ...rest]) {
      const { random, prose, published } = story;
      const [year, month, date] = published.toISOString().slice(0, 10).split('-');
      const image = `https://s.rfi.fr/media/display/${uuid(random)}/w:1280/p:16x9/AP${random.hex(10)}.jpg`;
      const picture = random.chance(0.3)
        ? boilerplate.lazyTwin(image, prose.phrase(9))
        : `<img src="${image}">`;
      const advert = random.chance(0.1) ? boilerplate.gluedAdvert : '';
      const share = random.chance(0.6) ? boilerplate.share(story.title) : '';
      return (
        `<div>${date}/${month}/${year} - ${clock(published, 1)}</div>${picture}` +
        `<p><strong>${lead}        </strong></p>` +
        `<div>${advert}${paragraphsOf(rest)}<p></p><div data-selfpromo-newsletter></div>` +
        `<div data-selfpromo-app></div></div>${share}${boilerplate.feedFooter(random)}`
      );
    },
  },
  {
    name: '路透',
    abbreviation: 'reuters',
    weight: 823,
    median: 2300,
    url: ({ random, published, serial }) =>
      `https://cn.reuters.com/article/${slug(random, 3)}-${day(published).slice(4)}-idCNKCS${(36 ** 4 + serial).toString(36).toUpperCase()}`,
    body({ random, prose, published }, [lead = '', ...rest]) {
      const figure = random.chance(0.5) ? boilerplate.zoomFigure(random, prose.phrase(24)) : '';
      return (
        `<div><i>${published.toISOString().slice(0, 19)}Z</i></div>` +
        `<div class="StandardArticleBody_body"><p>路透${prose.phrase(2)}${published.getUTCMonth() + 1}月` +
        `${published.getUTCDate()}日 - ${lead}</p>${figure}${paragraphsOf(rest)}<p>(完)</p></div>`
      );
    },
  },
  {
    name: '美国之音',
    abbreviation: 'voa',
    weight: 538,
    median: 3600,
    url: ({ random, published, serial }) =>
      `https://www.voachinese.com/a/${slug(random, 4)}-${day(published)}/${5_000_000 + serial}.html`,
    body({ random, prose, published, serial }, [lead = '', ...rest]) {
      const blank = random.chance(0.5) ? '<p>\u00a0</p>' : '';
      const media = random.chance(0.13)
        ? `<video poster="https://gdb.voanews.com/${uuid(random)}_w800_h450.jpg" src="https://voa-video-ns.akamaized.net/pangeavideo/${serial}.mp4" style="width:100%" controls></video>`
        : random.chance(0.08)
          ? boilerplate.youtube(random, prose.phrase(12))
          : '';
      return (
        `<div><i>${published.toUTCString()}</i></div>` +
        boilerplate.proxied(`?url=gdb.voanews.com/${uuid(random).toUpperCase()}_r1_s_w900.jpg`) +
        boilerplate.smallCaption(prose.phrase(28)) +
        `<p>${prose.phrase(2)} —  ${lead}</p>${blank}${media}${paragraphsOf(rest, blank)}`
      );
    },
  },
  {
    name: '德国之声',
    abbreviation: 'dw',
    weight: 457,
    median: 3300,
    url: ({ title, serial }) =>
      `https://www.dw.com/zh/${encodeURIComponent(title)}/a-${50_000_000 + serial}`,
    body({ random, prose, published, serial }, paragraphs) {
      const image = (offset: number) =>
        boilerplate.proxied(
          `/?url=static.dw.com/image/${60_000_000 + 9 * serial + offset}_303.jpg`,
        );
      const middle = paragraphs.length >> 1;
      const gallery = random.chance(0.2)
        ? `<h3>相关图集：${prose.phrase(12)}</h3>${[1, 2, 3].map((at) => `<div>${image(at)}<b>${prose.phrase(6)}</b>：${prose.phrase(30)}。</div>`).join('')}`
        : '';
      return (
        `<div><i>${random.chance(0.7) ? latinName(random) : ''}<br>${published.toISOString()}</i></div>` +
        `${image(0)}${boilerplate.smallCaption(prose.phrase(20))}` +
        `${paragraphsOf(paragraphs.slice(0, middle))}${gallery}${paragraphsOf(paragraphs.slice(middle))}` +
        `<p>© ${published.getUTCFullYear()}年德国之声版权声明：本文所有内容受到著作权法保护，未经许可不得使用。  </p>` +
        boilerplate.feedFooter(random)
      );
    },
  },
  {
    name: '中国数字时代',
    abbreviation: 'cdt',
    weight: 426,
    median: 7000,
    url: ({ published, title }) =>
      `https://chinadigitaltimes.net/chinese/${day(published).slice(0, 4)}/${day(published).slice(4, 6)}/${encodeURIComponent(title).toLowerCase()}/`,
    body(story, paragraphs) {
      const { random, prose, published } = story;
      const image = `https://chinadigitaltimes.net/chinese/files/${published.getUTCFullYear()}/${random.hex(8)}.png`;
      return (
        `<p>${boilerplate.lazyTwin(image, '')}</p>` +
        (random.chance(0.15) ? boilerplate.youtube(random, story.title) : '') +
        `<h2>${prose.phrase(10)}</h2>${paragraphsOf(paragraphs)}` +
        `<blockquote><p>${prose.phrase(20)}</p></blockquote>` +
        (random.chance(0.06) ? boilerplate.trackingPixel(random) : '') +
        boilerplate.addToAny(this.url(story), story.title)
      );
    },
  },
  {
    name: '金融时报',
    abbreviation: 'ft',
    weight: 255,
    median: 5300,
    url: ({ serial }) => `https://cn.ft.com/story/00${1_000_000 + serial}?full=y`,
    body({ random, prose }, paragraphs) {
      const [lead = '', ...rest] = paragraphs;
      return (
        `<div></div><div class="story-lead">${prose.phrase(3)}：${lead}</div>` +
        `<div class=" story-image image"><img src="https://thumbor.ftacademy.cn/unsafe/1340x754/picture/${random.below(10)}/000${random.between(10_000, 99_999)}_piclink.jpg"></div>` +
        `<div class="story-body"><div id="story-body-container"><!--pay wall 1: 0-->` +
        `${paragraphsOf(rest.slice(0, 2))}${boilerplate.slotAdvert}${paragraphsOf(rest.slice(2))}` +
        `<p><i>（注：本文仅代表作者个人观点。）</i></p></div><div class="clearfloat"></div></div>`
      );
    },
  },
  {
    name: '自由亚洲电台',
    abbreviation: 'rfa',
    weight: 245,
    median: 6200,
    url: ({ random, published }) => {
      const stamp = published.toISOString().replace(/\D/g, '').slice(0, 14);
      return `https://www.rfa.org/mandarin/yataibaodao/${slug(random, 1)}/hc-${stamp.slice(4, 8)}${stamp.slice(0, 4)}${stamp.slice(8)}.html`;
    },
    body({ random, prose }, paragraphs) {
      const caption = prose.phrase(18);
      const icon = `<img src="/rfa_resources/graphics/icon-zoom.png" alt=""/>`;
      const figure = `<p><figure><img src="https://www.rfa.org/mandarin/${random.hex(12)}.jpg" alt="${caption}" title="${caption}"/>${random.chance(0.7) ? icon : ''}<figcaption>${caption}</figcaption></figure></p>`;
      const spans = paragraphs.map((text) => `<span style="font-weight: 400;">${text}</span>`);
      return (
        `${random.chance(0.6) ? figure : ''}${paragraphsOf(random.chance(0.4) ? spans : paragraphs)}` +
        `<p>\u00a0</p><p>记者：${prose.phrase(2)}   责编：${prose.phrase(2)}   网编：${prose.phrase(2)}</p>`
      );
    },
  },
  {
    name: 'BBC',
    abbreviation: 'bbc',
    weight: 202,
    median: 5900,
    url: ({ traditional, serial }) =>
      `https://www.bbc.com/zhongwen/${traditional ? 'trad' : 'simp'}/world-${53_000_000 + serial}`,
    body({ random, prose, published }, paragraphs) {
      const blocks = paragraphs.map((text) => `<div><p>${text}</p></div>`);
      const third = Math.ceil(blocks.length / 3);
      return (
        `<main role="main"><div><ul role="list"><li role="listitem">${latinName(random)}</li></ul></div>` +
        `<div><time dateTime="${published.toISOString().slice(0, 10)}">${random.between(2, 59)} 分钟前</time></div>` +
        `${boilerplate.responsiveFigure(random, prose.phrase(20))}${blocks.slice(0, third).join('')}` +
        `${boilerplate.bbcAdvert}<div><h2 tabindex="-1">${prose.phrase(8)}</h2></div>` +
        `${blocks.slice(third).join('')}<div class="lazyload-placeholder"></div></main>`
      );
    },
  },
  {
    name: '纽约时报',
    abbreviation: 'nyt',
    weight: 123,
    median: 8300,
    url: ({ random, published }) =>
      `https://cn.nytimes.com/world/${day(published)}/${slug(random, 4)}/`,
    body({ random, prose, published }, paragraphs) {
      const stamp = `${published.toISOString().slice(0, 10)} ${clock(published, 8)}:00`;
      const linked = paragraphs.map((text) => {
        if (!random.chance(0.3)) return text;
        const link = `<a rel="noopener noreferrer" target="_blank" href="https://www.nytimes.com/${day(published)}/${slug(random, 3)}.html">`;
        return `${text.slice(0, 10)}${link}${text.slice(10, 20)}</a>${text.slice(20)}`;
      });
      return (
        `<address>${latinName(random).toUpperCase()}</address>` +
        `<time pudate="${stamp}" datetime="${stamp}">${published.getUTCFullYear()}年</time>` +
        `<figure>${boilerplate.proxied(`/?url=static01.nyt.com/images/${day(published)}/${slug(random, 2)}-master1050.jpg`)}` +
        `<figcaption>${prose.phrase(30)} <cite>${latinName(random)} for The New York Times</cite></figcaption></figure>` +
        `<section>${paragraphsOf(linked)}</section>` +
        `<footer><p>翻译：${prose.phrase(3)}</p><p><a rel="nofollow" target="_blank" href="https://www.nytimes.com/${slug(random, 3)}.html">点击查看本文英文版。</a></p></footer>`
      );
    },
  },
];

/** `separator` is what the newsroom puts between two paragraphs. */
function paragraphsOf(paragraphs: string[], separator = ''): string {
  return paragraphs.map((text) => `<p>${text}</p>`).join(separator);
}

/** `20250215`, in UTC. */
function day(date: Date): string {
  return date.toISOString().slice(0, 10).replaceAll('-', '');
}

/** `18:05`, that many hours ahead of UTC. */
function clock(date: Date, hoursAhead: number): string {
  return new Date(date.getTime() + hoursAhead * 3_600_000).toISOString().slice(11, 16);
}

function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join('-');
}

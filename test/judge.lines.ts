// HTML → its lines as a browser breaks them, and which of them are no part of a story.
//
// Independent of src/: it reads with parse5, and knows dates and boilerplate by a list of its own.
import { load } from 'cheerio';
import { squeeze } from './clean.judge.ts';

const UNSEEN =
  'script, style, noscript, template, textarea, select, svg, math, object, iframe, head, audio, video, canvas';
const BLOCKS =
  'address, article, aside, blockquote, caption, dd, details, div, dl, dt, fieldset, figcaption, figure, footer, form, ' +
  'h1, h2, h3, h4, h5, h6, header, hr, li, main, nav, ol, p, pre, section, summary, table, tbody, td, tfoot, th, thead, tr, ul';

/** Labels of the BBC that only a voice says, glued to a caption or a credit. */
const LABEL = /^(?:Image caption|图片版权|图片说明|图像来源，|圖像來源，)/;

/**
 * The lines that a browser with scripts shows of a body, blanks collapsed; none is empty.
 *
 * @param without selector of more elements to leave out
 */
export function visibleLines(html: string, without = ''): string[] {
  const $ = load(html, { scriptingEnabled: false }, false);
  $(UNSEEN).remove();
  if (without) $(without).remove();
  $('br').replaceWith('\n');
  $(BLOCKS).before('\n').after('\n');
  return $.root()
    .text()
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim().replace(LABEL, ''))
    .filter((line) => squeeze(line) !== '');
}

const NUMBERS = /^[\d\s:.,/年月日时分秒時秒\-TZ+上下午]*$/;
const WORDS =
  /\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|gmt|utc)[a-z]*\b|更新|发表|發表/gi;

/** A line of a date or a time and nothing else; with the names before it, where a machine wrote it. */
export function isDateLine(line: string): boolean {
  if (line.length > 120 || !/\d/.test(line)) return false;
  if (/^\d+ ?(?:分钟|小时|天|分鐘|小時)前$/.test(line)) return true;
  if (/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?$/.test(line)) return true;
  return /\d{4}|\d:\d\d|月/.test(line) && NUMBERS.test(line.replace(WORDS, ''));
}

const BOILERPLATE = [
  /获取更多RSS|^https:\/\/feedx\./,
  /Feed enhanced by Better Feed|get_post_time\(/,
  /^(?:广告|廣告|分享 ?[:：]?|共享此文章 ?[:：]?|Advertisement|相关|赞过 ?[:：]|Related|Tagged)$/i,
  /在新窗口中打开|赞正在加载/,
  /^(?:相关|相關|延伸|更多相关)(?:阅读|閱讀|内容|內容) ?[:：]?$/,
  /^© ?\d{4} ?(?:AFP|法新社)/,
  /德国之声版权声明|德国之声致力[于於]|AUTO_TOPIC/,
  /我们的标准[:：]/,
  /点击查看本文英文版|欢迎点击此处订阅|感谢阅读今天的简报/,
  /view video in browser|你的器材不支持|您的设备不支持/,
  /^(?:图片版权|图像来源，|圖像來源，)?(?:Getty Images|AFP|Reuters|EPA)$/,
  /嘉宾和观众听众发表的都是个人观点|YouTube播放列表/,
  /来自FT中文网的温馨提示/,
  /^\[\/?[a-z_]+(?: [^\]]*=[^\]]*)?\]$|^={8,}$/,
  /^(?:<!--.*-->)?\[.*\]\(https?:\S+\) -{3,}$/,
  /Add to ?del\.icio\.us/,
];

/** A line that is no part of any story. */
export function isBoilerplate(line: string): boolean {
  return BOILERPLATE.some((pattern) => pattern.test(line));
}

/** Lines, but for their numbers, that many of these articles have: those of a story stand in one. */
export function frequentLines(articles: string[][]): (line: string) => boolean {
  const counts = new Map<string, number>();
  for (const lines of articles) {
    for (const line of new Set(lines.map(masked))) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return (line) => (counts.get(masked(line)) ?? 0) >= MANY;
}

const MANY = 5;

function masked(line: string): string {
  return squeeze(line).replace(/\d+/g, '#');
}

/** A line that is: it is long, has sentences, and is no boilerplate. */
export function isProse(line: string): boolean {
  return squeeze(line).length >= 40 && /[。！？.!?]/.test(line) && !isBoilerplate(line);
}

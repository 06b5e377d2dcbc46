// Lines of an article → its summary: the first real paragraph, cut at the end of a sentence.
import type { Line } from './line.ts';

/** In UTF-16 units. */
const LONGEST = 200;
const SHORTEST_SENTENCE = 60;
const SHORT = 15;

/** Dates as newsrooms put them above a story; such a line is never the summary. */
const DATE_LINE =
  /^\D{0,40}\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)|^\w{3}, \d{1,2} \w{3} \d{4}|^\d{1,2}\/\d{1,2}\/\d{4}|^\D{0,20}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?[\d: ]*$|^\d+\s?(?:分钟|小时|天)前$/;
const DATE_LENGTH = 80;

/** Bylines and notes of editors, which stand above many stories. */
const NOTE =
  /^[（(【[]?\s*(?:编者按|編者按|编者注|编按|编辑注|CDT\s?编辑[注按]|[译譯]者?[按注]|本文(?:首发|来源|转自|转载|原载)|原(?:标题|载|文链接)|(?:作者|撰文|采写|采访|撰稿|文字|编译|翻译|译者|记者|编辑|责编|责任编辑|来源|摄影|图|文)\s*[:：丨｜|︱/／])/;

/** A line of nothing but tags, as below videos. */
const HASHTAGS = /^(?:[#＃][^\s#＃。！？]+\s*)+$/;

const SENTENCE_END = /[。！？!?…；]|\.(?:\s|[”"]?$)/;

const HEADINGS = /^(?:h[1-6]|caption|summary|dt|th)$/;

/**
 * @param alts texts of the images: a line that repeats one is a caption
 * @param title of the article: a line that repeats it, as of an embed, says nothing new
 * @returns plain text of at most 200 UTF-16 units; the title where the article has no other text
 */
export function summarise(lines: Line[], alts: ReadonlySet<string>, title: string): string {
  const isStory = ({ block, text, caption }: Line) =>
    text !== '' &&
    !caption &&
    !HEADINGS.test(block) &&
    !alts.has(text) &&
    !NOTE.test(text) &&
    !HASHTAGS.test(text) &&
    !(title !== '' && (text === title || text.endsWith(`: ${title}`))) &&
    !(text.length <= DATE_LENGTH && DATE_LINE.test(text));
  const isProse = (line: Line) =>
    !line.linked && line.block !== 'li' && line.block !== 'td' && isStory(line);
  // Captions and bylines outside a figure end without a full stop; a paragraph does not.
  const isSentence = (line: Line) => SENTENCE_END.test(line.text) && isProse(line);
  const isLong = ({ text }: Line) => text.length >= SHORT;
  const chosen =
    lines.find((line) => isLong(line) && isSentence(line)) ??
    lines.find(isSentence) ??
    lines.find((line) => isLong(line) && isProse(line)) ??
    lines.find(isProse) ??
    lines.find(isStory) ??
    // A gallery: its first caption.
    lines.find((line) => line.caption && SENTENCE_END.test(line.text)) ??
    lines.find(({ text }) => title === '' && text !== '');
  return cut((chosen?.text ?? title).replace(/\s+/g, ' ').trim());
}

/** Cuts a text at the last sentence end in reach, else between words, else between characters. */
function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  const sentence = /^.*(?:[。！？…；][”’」』）)"']*|[.!?][”’"')]*(?=\s))/s.exec(
    text.slice(0, LONGEST + 1),
  )?.[0];
  if (sentence && sentence.length >= SHORTEST_SENTENCE && sentence.length <= LONGEST) {
    return sentence;
  }
  // One unit is kept for the ellipsis; half a pair, or a base whose mark is cut off, goes.
  let head = text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '');
  if (JOINED.test(text.slice(head.length))) head = head.replace(/.(?:\p{M}|\u200d|\ufe0f)*$/u, '');
  const words = /^.*(?:[，、,：:](?=.)|(?=\s))/s.exec(head)?.[0] ?? '';
  const kept = words.length >= SHORTEST_SENTENCE ? words : head;
  return `${kept.replace(/[\s，、,：:]+$/, '')}…`;
}

/** A text that starts with something that belongs to the character before. */
const JOINED = /^(?:\p{M}|\u200d|\ufe0f)/u;

// Line above a story → its time stamp, and the names of its authors.
import { stripInvalidXml } from '../text.ts';
import type { TextLine } from './outline.ts';

/** Dates as machines write them, and ages: `2020-07-26T07:59:09.319Z`, `13/10/2020 - 05:35`. */
const STAMPS = [
  String.raw`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?`,
  String.raw`\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[A-Z]{1,4}|[+-]\d{4})`,
  String.raw`(?:\p{Script=Han}{4}\s*[:：]\s*)?\d{1,2}/\d{1,2}/\d{4} - \d\d:\d\d`,
  String.raw`\d{1,3}\s?(?:秒|分|分鐘|分钟|小時|小时|天|日|周|個月|个月)(?:钟|鐘)?前`,
];
/** Dates that only a \`time\` element makes a stamp: a story can begin with one. */
const WRITTEN = String.raw`\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?:\s?\d\d:\d\d)?`;

const STAMP = stampLine(STAMPS);
const TIME = stampLine([...STAMPS, WRITTEN]);
const LONGEST = 160;

function stampLine(stamps: string[]): RegExp {
  return new RegExp(`^([^。！？!?]{0,100}?)\\s*(?:(?:${stamps.join('|')})\\s*)+$`, 'u');
}

/** What stands before the time stamp of a line; null for a line that has none at its end. */
export function readStamp({ text, time }: TextLine): string | null {
  if (text.length > LONGEST || !/[\dZT前]$/.test(text.trimEnd())) {
    if (!time || text.length > LONGEST) return null;
  }
  return (time ? TIME : STAMP).exec(text.trim())?.[1] ?? null;
}

const HAN_NAMES = /^\p{Script=Han}{2,4}(?:\s+\p{Script=Han}{2,4})+$/u;

/** Who is not an author: offices, and roles that stand in a line of their own. */
const ROLE =
  /^(?:BBC|记者|記者|编辑|編輯|发自|發自|综合报道|综合报导)|(?:记者|記者|编辑|編輯|通讯员|分社社长|中文部)$/;

/** Whether a line above a story, or a name in it, is an office or a role. */
export function isRole(text: string): boolean {
  return ROLE.test(text);
}

/**
 * Names in a text such as `采访记者：A B，C D（综合报道）` or `A B,A B`: each once, without roles.
 *
 * @param newsroom names of the newsroom, which are no authors
 */
export function authorsOf(text: string, newsroom: string[]): string[] {
  const names = stripInvalidXml(text)
    .replace(/[（(][^（）()]*(?:报道|报导|報導|社|编译|編譯|摄影|摘编)[^（）()]*[）)]/g, ' ')
    .replace(/(^|[,，、/;；])\s*\p{Script=Han}{2,6}[:：]/gu, '$1')
    .replace(/\s+\p{Script=Han}{2,4}(?:报道|报导|報導)(?=\s|$)/gu, '')
    .split(/\s*(?:[,，、/／;；|｜]| and )\s*/)
    // Chinese names are parted by blanks, too; within one there is none.
    .flatMap((name) => (HAN_NAMES.test(name.trim()) ? name.trim().split(/\s+/) : [name]))
    .map((name) =>
      name
        .replace(/[《》]/g, '')
        .replace(/^(?:null|by)\s+/i, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(
      (name) =>
        /\p{L}{2}/u.test(name) &&
        name.length <= 60 &&
        name !== 'null' &&
        !isRole(name) &&
        !newsroom.some((own) => own !== '' && name.toLowerCase().startsWith(own.toLowerCase())),
    );
  return [...new Set(names)];
}

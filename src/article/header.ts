// File text → the fields of its header and the body below the rule, or what is wrong and where.
import { NO_DATE, readDateLine, readEpoch } from './date.ts';
import type { Fault, Grammar, Header } from './grammars.ts';
import { NO_RULE, readLink } from './link.ts';

/** The grammar that the generator of such archives writes. An empty file is one just begun. */
export const epochComment: Grammar = {
  example: '<!--1706726344000-->\n[title](https://…)\n------\n\nbody',
  matches: (text) => /^\s*(?:<!--|\[|$)/.test(text),
  read: async (text, _path, now) => readHeader(text, now),
};

/**
 * Reads the grammar of an article file:
 *
 *     <!--epoch milliseconds-->
 *     [title](https://source/article)
 *     ------
 *
 *     body, whatever it holds
 *
 * Legacy files have, instead of the comment, a line `日期：` with an RFC 822 date directly below
 * the rule. That line never belongs to the body; where both are there, the comment wins.
 *
 * @param source the file's text, with or without byte order mark, lines ended by LF or CRLF
 * @param now the clock, epoch milliseconds: a date more than a day after it is a mistake
 */
export function readHeader(source: string, now: number): Header | Fault {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  const comment = /^(\s*)<!--([\s\S]*?)-->/.exec(text);
  const headStart = comment?.[0].length ?? 0;
  const rule = /^[ \t]*-{3,}[ \t]*$/m.exec(text.slice(headStart));
  const headEnd = rule ? headStart + rule.index : text.length;
  const bodyStart = rule ? headEnd + rule[0].length + 1 : text.length;
  const dateLine = /^(\s*)日期[：:](.*)\n?/.exec(text.slice(bodyStart));

  const published = comment
    ? readEpoch(comment[2] ?? '', now)
    : dateLine
      ? readDateLine(dateLine[2] ?? '', now)
      : NO_DATE;
  if (typeof published === 'string') {
    const offset = comment
      ? comment[1]?.length
      : dateLine && bodyStart + (dateLine[1]?.length ?? 0);
    return fault(text, offset ?? 0, published);
  }

  const head = text.slice(headStart, headEnd);
  const link = readLink(head);
  const linkStart = headStart + head.length - head.trimStart().length;
  if (typeof link === 'string') return fault(text, linkStart, link);
  if (!rule) return fault(text, linkStart, NO_RULE);
  return { published, ...link, body: text.slice(bodyStart + (dateLine?.[0].length ?? 0)) };
}

function fault(text: string, offset: number, message: string): Fault {
  return { line: text.slice(0, offset).split('\n').length, message };
}

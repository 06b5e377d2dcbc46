// Events of a tree walk → lean, well-nested HTML, written line by line.
//
// The unit is the line: a run of text, images and inline elements between two block boundaries.
// A line is written only when it holds something, and with it the elements around it that were
// still waiting; so empty wrappers, leading and trailing blanks, breaks and rules never come to
// be. Inline elements are closed at every block boundary and opened again behind it, lines never
// nest: a browser's parser finds nothing to re-nest, and cleaning twice changes nothing.
import { escapeHtml, stripInvalidXml } from '../text.ts';
import {
  type Attribute,
  ENDS,
  HOLDERS,
  LINES,
  PLAIN_LINES,
  TABLE_FRAMES,
  TABLE_PARENTS,
} from './allow.ts';
import { startTag } from './escape.ts';

/** One written line. */
export interface Line {
  /** The innermost block element around it; empty at the top of the body. */
  block: string;
  text: string;
  /** It stands in a `figure`, or all of it in `small`. */
  caption: boolean;
  /** All of its text is link text. */
  linked: boolean;
}

interface Block {
  name: string;
  start: string;
  written: boolean;
  ended: boolean;
  /** Empty cells that came before a row had content. */
  cells: string;
}

interface Inline {
  name: string;
  start: string;
  times: number;
  ended: boolean;
}

/** What the walk keeps of an element it entered, to leave it again. */
export type Entry = Block | Inline | null;

/** Deeper elements are unwrapped: no reader lays them out, some crash on them. */
const DEEPEST_BLOCK = 60;
const DEEPEST_INLINE = 12;

/** Formatting that says nothing when repeated inside itself. */
const NESTABLE = new Set(['q', 'ruby', 'sub', 'sup']);

/** In a text: blanks to collapse, or characters that may be illegal; hardly any has one. */
const UNTIDY = /[^\u0020-\ud7ff\ue000-\ufffd]| {2}/;
const BLANKS = /[ \t\n\r\f]+/g;

/** Characters that show nothing. U+FEFF is among `\s`. */
const BLANK = /^[\s\u200b-\u200d\u2060]*$/;

export type Writer = ReturnType<typeof createWriter>;

/**
 * @param isBoilerplate tells of a line's text whether the line is to be left out
 * @param budget      bytes that may be spent on opening elements again, so that a hostile body
 *                    cannot blow up: the output is bounded by its input
 */
export function createWriter(isBoilerplate: (text: string) => boolean, budget: number) {
  let out = '';
  let run = '';
  let runText = '';
  let small = true;
  let linked = true;
  let space = false;
  let breaks = 0;
  let rule = false;
  let openInlines = 0;
  const blocks: Block[] = [];
  const inlines: Inline[] = [];
  const lines: Line[] = [];

  function holder(): Block | undefined {
    return blocks.findLast((block) => HOLDERS.has(block.name));
  }

  /** Makes the run ready for a piece of content: blanks, breaks and inline elements before it. */
  function prepare(): void {
    if (run !== '') {
      if (breaks > 0) run += breaks > 1 ? '<br><br>' : '<br>';
      else if (space) run += ' ';
      if (breaks > 0 || space) runText += ' ';
    }
    breaks = 0;
    space = false;
    while (openInlines < inlines.length) {
      const inline = inlines[openInlines] as Inline;
      if (inline.times++ > 0) budget -= 2 * inline.start.length;
      if (budget < 0 && inline.times > 1) {
        inline.ended = true;
        inlines.splice(openInlines, 1);
      } else {
        run += inline.start;
        openInlines++;
      }
    }
  }

  function closeInlines(down: number): void {
    while (openInlines > down) run += `</${inlines[--openInlines]?.name}>`;
  }

  /** Ends the line: writes it, with the blocks that waited for it. */
  function endLine(): void {
    closeInlines(0);
    breaks = 0;
    space = false;
    if (run === '') return;
    const line = runText.trim();
    if (line !== '' && isBoilerplate(line)) {
      removed.push(line);
    } else {
      writeLine();
      const block = blocks.at(-1)?.name ?? '';
      const inFigure = blocks.some((b) => b.name === 'figure' || b.name === 'figcaption');
      lines.push({ block, text: line, caption: inFigure || small, linked });
    }
    run = '';
    runText = '';
    small = true;
    linked = true;
  }

  function writeLine(): void {
    const frame = holder()?.name ?? '';
    if (rule && out !== '' && !TABLE_FRAMES.has(frame)) out += '<hr>';
    rule = false;
    for (const block of blocks) {
      if (block.written || LINES.has(block.name)) continue;
      out += block.start + block.cells;
      block.written = true;
    }
    const box = blocks.at(-1);
    const boxed = box && LINES.has(box.name) ? `${box.start}${run}</${box.name}>` : run;
    if (frame === 'tr') out += `<td>${boxed}</td>`;
    else if (TABLE_FRAMES.has(frame)) out += `<tr><td>${boxed}</td></tr>`;
    else out += boxed;
  }

  function endBlock(block: Block): void {
    endLine();
    while (!block.ended) {
      const last = blocks.pop() as Block;
      last.ended = true;
      if (last.written) out += `</${last.name}>`;
      else if (last.name === 'td' || last.name === 'th') emptyCell(last);
    }
  }

  function emptyCell(cell: Block): void {
    const row = holder();
    if (row?.written) out += `${cell.start}</${cell.name}>`;
    else if (row) row.cells += `${cell.start}</${cell.name}>`;
  }

  function endInline(inline: Inline): void {
    const at = inlines.indexOf(inline);
    closeInlines(at);
    inlines.splice(at, 1);
    inline.ended = true;
  }

  const removed: string[] = [];
  return {
    lines,
    /** Texts of the lines that were left out as boilerplate. */
    removed,

    /** Enters a block element. */
    block(name: string, attributes: Attribute[] = []): Entry {
      const box = blocks.at(-1)?.name ?? '';
      if (PLAIN_LINES.has(name) && LINES.has(box) && !PLAIN_LINES.has(box)) {
        blank();
        return null;
      }
      endLine();
      for (let around = holder(); around && ENDS.get(name)?.has(around.name); around = holder()) {
        endBlock(around);
      }
      const frame = holder()?.name ?? '';
      const misplaced = TABLE_PARENTS.has(name)
        ? !TABLE_PARENTS.get(name)?.has(frame)
        : HOLDERS.has(name) && TABLE_FRAMES.has(frame);
      if (blocks.length >= DEEPEST_BLOCK) return null;
      const block = misplaced
        ? { name: 'div', start: '<div>', written: false, ended: false, cells: '' }
        : { name, start: startTag(name, attributes), written: false, ended: false, cells: '' };
      blocks.push(block);
      return block;
    },

    /** Enters an inline element. */
    inline(name: string, attributes: Attribute[] = []): Entry {
      const same = inlines.find((inline) => inline.name === name);
      // A link inside a link ends it, as in a browser: the first one was never closed.
      if (same && name === 'a') endInline(same);
      else if (same && !NESTABLE.has(name)) return null;
      if (inlines.length >= DEEPEST_INLINE) return null;
      const inline = { name, start: startTag(name, attributes), times: 0, ended: false };
      inlines.push(inline);
      return inline;
    },

    /** Leaves an element that was entered. */
    leave(entry: Entry): void {
      if (entry === null || entry.ended) return;
      if ('written' in entry) endBlock(entry);
      else endInline(entry);
    },

    text(data: string): void {
      if (inPre()) {
        preformattedText(stripInvalidXml(data));
        return;
      }
      const tidy = UNTIDY.test(data) ? stripInvalidXml(data).replace(BLANKS, ' ') : data;
      // Blanks of any kind at either end wait for what comes next; they never start or end a line.
      const words = tidy.trim();
      if (words !== tidy && /^\s/.test(tidy)) space = true;
      if (BLANK.test(words)) return;
      write(words);
      if (words !== tidy && /\s$/.test(tidy)) space = true;
    },

    /** Writes an image or a player, already escaped, into the line. */
    atom(html: string): void {
      prepare();
      run += html;
    },

    /** Notes a blank between two pieces of content. */
    blank,

    lineBreak(): void {
      if (inPre()) preformattedText('\n');
      else breaks++;
    },

    /** Notes a rule between this line and the next. */
    rule(): void {
      endLine();
      rule = true;
    },

    /** Ends the document. */
    end(): string {
      endLine();
      while (blocks.length) endBlock(blocks.at(-1) as Block);
      return out;
    },
  };

  function inPre(): boolean {
    return blocks.at(-1)?.name === 'pre';
  }

  function blank(): void {
    if (!inPre()) space = true;
    else if (run !== '' && !run.endsWith('\n')) write('\n');
  }

  function write(words: string): void {
    prepare();
    run += escapeHtml(words);
    runText += words;
    if (!inlines.some((inline) => inline.name === 'small')) small = false;
    if (!inlines.some((inline) => inline.name === 'a')) linked = false;
  }

  function preformattedText(data: string): void {
    // A parser drops the first line end of a `pre` (HTML § 13.2.6.4.7).
    const kept = run === '' ? data.replace(/^\n+/, '') : data;
    if (kept !== '' && !(run === '' && BLANK.test(kept))) write(kept);
  }
}

// Events of a tree walk → lean, well-nested HTML, written line by line.
//
// The unit is the line: a run of text, images and inline elements between two block boundaries.
// A line is written only when it holds something, and with it the elements around it that were
// still waiting; so empty wrappers, leading and trailing blanks, breaks and rules never come to
// be. Inline elements are closed at every block boundary and opened again behind it, lines never
// nest: a browser's parser finds nothing to re-nest, and cleaning twice changes nothing.
import { stripInvalidXml } from '../text.ts';
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
import { type Block, type Entry, isBlank, type Line, tidy } from './line.ts';
import { createRun, type Run } from './run.ts';

/** Deeper elements are unwrapped: no reader lays them out, some crash on them. */
const DEEPEST = 60;

/** Holders in which text without a paragraph gets one. */
const FLOW = new Set(['', 'blockquote', 'details']);

export type Writer = ReturnType<typeof createWriter>;

/** @param budget bytes that may be spent on opening inline elements again */
export function createWriter(budget: number) {
  let out = '';
  let rule = false;
  const run = createRun(budget);
  const blocks: Block[] = [];
  /** Those of them that hold lines. */
  const holders: Block[] = [];
  const lines: Line[] = [];

  function isInFigure(): boolean {
    return holders.at(-1)?.name === 'figure';
  }

  /** Two breaks part paragraphs: not in a cell, an item or a heading. */
  function endParagraph(): void {
    if (!run.hasEmptyLine()) return;
    const name = blocks.at(-1)?.name ?? '';
    if (PLAIN_LINES.has(name) || FLOW.has(name) || name === 'figure') endLine();
  }

  /** Ends the line: writes it, with the blocks that waited for it. */
  function endLine(): void {
    const ended = run.end();
    if (ended.html === '') return;
    const text = ended.text.trim();
    writeLine(ended, text !== '');
    const block = blocks.at(-1)?.name ?? '';
    const caption =
      ended.small || holders.some(({ name, written }) => name === 'figure' && written);
    lines.push({ block, text, caption, linked: ended.linked });
  }

  function writeLine({ html, hasImage }: Run, hasText: boolean): void {
    const around = holders.at(-1);
    const frame = around?.name ?? '';
    const box = blocks.at(-1);
    const isLine = box !== undefined && LINES.has(box.name);
    const isPlain = !isLine || PLAIN_LINES.has(box.name);
    // A figure is one only where it shows something; else its text is a paragraph.
    const isText = hasText && !hasImage;
    const figure = frame === 'figure' && isPlain && (around?.written || !isText) ? around : null;
    const isCaption = figure && isText;
    if (around && !isCaption) endCaption(around);
    if (rule && out !== '' && !TABLE_FRAMES.has(frame) && !isCaption) out += '<hr>';
    rule = false;
    for (const block of holders) {
      if (block.written || (frame === 'figure' && block === around && !figure)) continue;
      out += block.start + block.cells;
      block.written = true;
    }
    if (figure) {
      writeInFigure(figure, html, isText);
      return;
    }
    const isLoose = !isLine && hasText && (FLOW.has(frame) || frame === 'figure');
    const boxed = isLine ? `${box.start}${html}</${box.name}>` : isLoose ? `<p>${html}</p>` : html;
    if (frame === 'tr') out += `<td>${boxed}</td>`;
    else if (TABLE_FRAMES.has(frame)) out += `<tr><td>${boxed}</td></tr>`;
    else out += boxed;
  }

  function writeInFigure(figure: Block, html: string, isText: boolean): void {
    if (isText) {
      out += figure.caption === 'open' ? `<br>${html}` : `<figcaption>${html}`;
      figure.caption = 'open';
    } else {
      if (figure.caption === 'closed') out += `</figure>${figure.start}`;
      figure.caption = 'none';
      out += html;
    }
  }

  function endCaption(figure: Block): void {
    if (figure.caption !== 'open') return;
    out += '</figcaption>';
    figure.caption = 'closed';
  }

  function endBlock(block: Block): void {
    endLine();
    while (!block.ended) {
      const last = blocks.pop() as Block;
      last.ended = true;
      if (last === holders.at(-1)) holders.pop();
      endCaption(last);
      if (last.written) out += `</${last.name}>`;
      else if (last.name === 'td' || last.name === 'th') emptyCell(last);
    }
  }

  function emptyCell(cell: Block): void {
    const row = holders.at(-1);
    if (row?.written) out += `${cell.start}</${cell.name}>`;
    else if (row) row.cells += `${cell.start}</${cell.name}>`;
  }

  function inPre(): boolean {
    return blocks.at(-1)?.name === 'pre';
  }

  function blank(): void {
    if (!inPre()) run.blank();
    else if (!run.isEmpty() && !run.text().endsWith('\n')) write('\n');
  }

  function write(words: string): void {
    if (run.hasImage() && run.text() === '' && isInFigure()) endLine();
    endParagraph();
    run.write(words);
  }

  function preformattedText(data: string): void {
    // A parser drops the first line end of a `pre` (HTML § 13.2.6.4.7).
    const kept = run.isEmpty() ? data.replace(/^\n+/, '') : data;
    if (kept !== '' && !(run.isEmpty() && isBlank(kept))) write(kept);
  }

  return {
    lines,

    /** Enters a block element. */
    block(name: string, attributes: Attribute[] = []): Entry {
      const box = blocks.at(-1)?.name ?? '';
      if (PLAIN_LINES.has(name) && LINES.has(box) && !PLAIN_LINES.has(box)) {
        blank();
        return null;
      }
      endLine();
      const ends = ENDS.get(name);
      for (let around = holders.at(-1); around && ends?.has(around.name); around = holders.at(-1)) {
        endBlock(around);
      }
      const frame = holders.at(-1)?.name ?? '';
      const misplaced = TABLE_PARENTS.has(name)
        ? !TABLE_PARENTS.get(name)?.has(frame)
        : HOLDERS.has(name) && (TABLE_FRAMES.has(frame) || (name === 'figure' && frame === name));
      if (blocks.length >= DEEPEST) return null;
      const open = misplaced ? 'p' : name;
      const block: Block = {
        name: open,
        start: startTag(open, misplaced ? [] : attributes),
        written: false,
        ended: false,
        cells: '',
        caption: 'none',
      };
      blocks.push(block);
      if (HOLDERS.has(open)) holders.push(block);
      return block;
    },

    /** Enters an inline element. */
    inline(name: string, attributes: Attribute[] = []): Entry {
      // Captions are small in any case.
      return name === 'small' && isInFigure() ? null : run.enter(name, attributes);
    },

    /** Leaves an element that was entered. */
    leave(entry: Entry): void {
      if (entry === null || entry.ended) return;
      if ('written' in entry) endBlock(entry);
      else run.leave(entry);
    },

    text(data: string): void {
      if (inPre()) {
        preformattedText(stripInvalidXml(data));
        return;
      }
      const tidied = tidy(data);
      // Blanks of any kind at either end wait for what comes next; they never start or end a line.
      const words = tidied.trim();
      if (words !== tidied && /^\s/.test(tidied)) run.blank();
      if (isBlank(words)) return;
      write(words);
      if (words !== tidied && /\s$/.test(tidied)) run.blank();
    },

    /** Writes an image or a player, already escaped, into the line. */
    atom(html: string): void {
      if (run.text() !== '' && isInFigure()) endLine();
      endParagraph();
      run.atom(html);
    },

    /** Notes a blank between two pieces of content. */
    blank,

    /** Whether what comes next is the text of a link. */
    inLink: run.isInLink,

    lineBreak(): void {
      if (inPre()) preformattedText('\n');
      else run.lineBreak();
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
}

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
import { type Block, type Entry, type Inline, isBlank, type Line, tidy } from './line.ts';

/** Deeper elements are unwrapped: no reader lays them out, some crash on them. */
const DEEPEST_BLOCK = 60;
const DEEPEST_INLINE = 12;

/** Formatting that says nothing when repeated inside itself. */
const NESTABLE = new Set(['q', 'ruby', 'sub', 'sup']);

/** Holders in which text without a paragraph gets one. */
const FLOW = new Set(['', 'blockquote', 'details']);

export type Writer = ReturnType<typeof createWriter>;

/**
 * @param budget bytes that may be spent on opening elements again, so that a hostile body cannot
 *               blow up: the output is bounded by its input
 */
export function createWriter(budget: number) {
  let out = '';
  let run = '';
  let runText = '';
  let small = true;
  let linked = true;
  let hasImage = false;
  let endsInNewline = false;
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
    if (breaks > 1 && run !== '' && isParagraph()) endLine();
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

  /** Whether two breaks in this line part paragraphs: not in a cell, an item or a heading. */
  function isParagraph(): boolean {
    const name = blocks.at(-1)?.name ?? '';
    return PLAIN_LINES.has(name) || FLOW.has(name) || name === 'figure';
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
    const text = runText.trim();
    writeLine(text !== '');
    const block = blocks.at(-1)?.name ?? '';
    const caption = small || blocks.some(({ name, written }) => name === 'figure' && written);
    lines.push({ block, text, caption, linked });
    run = '';
    runText = '';
    small = true;
    linked = true;
    hasImage = false;
    endsInNewline = false;
  }

  function writeLine(hasText: boolean): void {
    const around = holder();
    const frame = around?.name ?? '';
    const box = blocks.at(-1);
    const isLine = box !== undefined && LINES.has(box.name);
    const isPlain = !isLine || PLAIN_LINES.has(box.name);
    // A figure is one only where it shows something; else its text is a paragraph.
    const isText = hasText && !hasImage;
    const figure =
      around?.name === 'figure' && isPlain && (around.written || !isText) ? around : null;
    const isCaption = figure !== null && isText;
    if (around && !isCaption) endCaption(around);
    if (rule && out !== '' && !TABLE_FRAMES.has(frame) && !isCaption) out += '<hr>';
    rule = false;
    for (const block of blocks) {
      if (block.written || LINES.has(block.name)) continue;
      if (block.name === 'figure' && block === around && !figure) continue;
      out += block.start + block.cells;
      block.written = true;
    }
    if (figure && isText) {
      out += figure.caption === 'open' ? `<br>${run}` : `<figcaption>${run}`;
      figure.caption = 'open';
    } else if (figure) {
      if (figure.caption === 'closed') out += `</figure>${figure.start}`;
      figure.caption = 'none';
      out += run;
    } else {
      const isLoose = !isLine && hasText && (FLOW.has(frame) || frame === 'figure');
      const boxed = isLine ? `${box.start}${run}</${box.name}>` : isLoose ? `<p>${run}</p>` : run;
      if (frame === 'tr') out += `<td>${boxed}</td>`;
      else if (TABLE_FRAMES.has(frame)) out += `<tr><td>${boxed}</td></tr>`;
      else out += boxed;
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
      endCaption(last);
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
      for (let around = holder(); around && ENDS.get(name)?.has(around.name); around = holder()) {
        endBlock(around);
      }
      const frame = holder()?.name ?? '';
      const misplaced = TABLE_PARENTS.has(name)
        ? !TABLE_PARENTS.get(name)?.has(frame)
        : HOLDERS.has(name) && (TABLE_FRAMES.has(frame) || (name === 'figure' && frame === name));
      if (blocks.length >= DEEPEST_BLOCK) return null;
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
      return block;
    },

    /** Enters an inline element. */
    inline(name: string, attributes: Attribute[] = []): Entry {
      // Captions are small in any case.
      if (name === 'small' && holder()?.name === 'figure') return null;
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
      const tidied = tidy(data);
      // Blanks of any kind at either end wait for what comes next; they never start or end a line.
      const words = tidied.trim();
      if (words !== tidied && /^\s/.test(tidied)) space = true;
      if (isBlank(words)) return;
      write(words);
      if (words !== tidied && /\s$/.test(tidied)) space = true;
    },

    /** Writes an image or a player, already escaped, into the line. */
    atom(html: string): void {
      if (runText !== '' && holder()?.name === 'figure') endLine();
      prepare();
      run += html;
      hasImage = true;
    },

    /** Notes a blank between two pieces of content. */
    blank,

    /** Whether what comes next is the text of a link. */
    inLink: () => inlines.some((inline) => inline.name === 'a'),

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
    else if (run !== '' && !endsInNewline) write('\n');
  }

  function write(words: string): void {
    if (hasImage && runText === '' && holder()?.name === 'figure') endLine();
    prepare();
    run += escapeHtml(words);
    runText += words;
    endsInNewline = words.endsWith('\n');
    if (!inlines.some((inline) => inline.name === 'small')) small = false;
    if (!inlines.some((inline) => inline.name === 'a')) linked = false;
  }

  function preformattedText(data: string): void {
    // A parser drops the first line end of a `pre` (HTML § 13.2.6.4.7).
    const kept = run === '' ? data.replace(/^\n+/, '') : data;
    if (kept !== '' && !(run === '' && isBlank(kept))) write(kept);
  }
}

// Text, images and inline elements between two block boundaries → the HTML of one line.
//
// Blanks, breaks and inline elements wait until something comes behind them: so none of them ever
// starts or ends a line, and no element is empty.
import { escapeHtml } from '../text.ts';
import type { Attribute } from './allow.ts';
import { startTag } from './escape.ts';
import type { Inline } from './line.ts';

/** Deeper elements are unwrapped: no reader lays them out. */
const DEEPEST = 12;

/** Formatting that says nothing when repeated inside itself. */
const NESTABLE = new Set(['q', 'ruby', 'sub', 'sup']);

/** What a line holds. */
export interface Run {
  html: string;
  text: string;
  /** All of its text stands in `small`. */
  small: boolean;
  /** All of its text is link text. */
  linked: boolean;
  hasImage: boolean;
}

const EMPTY: Readonly<Run> = { html: '', text: '', small: true, linked: true, hasImage: false };

export type RunWriter = ReturnType<typeof createRun>;

/**
 * Inline elements stay open from one line to the next, until they are left.
 *
 * @param budget bytes that may be spent on opening elements again, so that a hostile body cannot
 *               blow up: the output is bounded by its input
 */
export function createRun(budget: number) {
  let run = { ...EMPTY };
  let space = false;
  let breaks = 0;
  const inlines: Inline[] = [];
  /** How many of them have their start tag in this line. */
  let open = 0;

  /** Writes what waits for a piece of content. */
  function prepare(): void {
    if (run.html !== '') {
      if (breaks > 0) run.html += breaks > 1 ? '<br><br>' : '<br>';
      else if (space) run.html += ' ';
      if (breaks > 0 || space) run.text += ' ';
    }
    breaks = 0;
    space = false;
    while (open < inlines.length) {
      const inline = inlines[open] as Inline;
      if (inline.times++ > 0) budget -= 2 * inline.start.length;
      if (budget < 0 && inline.times > 1) {
        inline.ended = true;
        inlines.splice(open, 1);
      } else {
        run.html += inline.start;
        open++;
      }
    }
  }

  function close(down: number): void {
    while (open > down) run.html += `</${inlines[--open]?.name}>`;
  }

  function isIn(name: string): boolean {
    return inlines.some((inline) => inline.name === name);
  }

  function leave(inline: Inline): void {
    const at = inlines.indexOf(inline);
    close(at);
    inlines.splice(at, 1);
    inline.ended = true;
  }

  return {
    leave,
    isEmpty: () => run.html === '',
    hasImage: () => run.hasImage,
    text: () => run.text,
    /** Whether two breaks wait behind what is written. */
    hasEmptyLine: () => breaks > 1 && run.html !== '',
    isInLink: () => isIn('a'),

    /** Enters an inline element; null for one that is unwrapped. */
    enter(name: string, attributes: Attribute[]): Inline | null {
      const same = inlines.find((inline) => inline.name === name);
      // A link inside a link ends it, as in a browser: the first one was never closed.
      if (same && name === 'a') leave(same);
      else if (same && !NESTABLE.has(name)) return null;
      if (inlines.length >= DEEPEST) return null;
      const inline = { name, start: startTag(name, attributes), times: 0, ended: false };
      inlines.push(inline);
      return inline;
    },

    write(words: string): void {
      prepare();
      run.html += escapeHtml(words);
      run.text += words;
      if (run.small && !isIn('small')) run.small = false;
      if (run.linked && !isIn('a')) run.linked = false;
    },

    /** Writes an image or a player, already escaped. */
    atom(html: string): void {
      prepare();
      run.html += html;
      run.hasImage = true;
    },

    blank(): void {
      space = true;
    },

    lineBreak(): void {
      breaks++;
    },

    /** Ends the line. @returns what it holds */
    end(): Run {
      close(0);
      breaks = 0;
      space = false;
      const ended = run;
      if (ended.html !== '') run = { ...EMPTY };
      return ended;
    },
  };
}

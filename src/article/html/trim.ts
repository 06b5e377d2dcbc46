// Outline of a body and the rules of its newsroom → lines left out around the story, and authors.
import type { RuleSet } from '../rules.ts';
import { authorsOf, readStamp } from './byline.ts';
import type { Outline, Piece, TextLine } from './outline.ts';

/** Lines that stay, at either end of a body, among which rules of head and tail are looked for. */
const NEAR = 4;
/** Behind so many lines of the head no line is a repeated title. */
const TITLE_NEAR = 2;

/** What trimming finds. */
export interface Trimmed {
  authors: string[];
  /** Rules that met a line, as they are written. */
  rules: Set<string>;
}

/**
 * Empties the text of lines that are no part of the story: dates, bylines and the title above it,
 * and what the rules name. Only text goes, never an image.
 */
export function trim(outline: Outline, title: string, rules: RuleSet): Trimmed {
  const { lines, removed } = outline;
  const used = new Set<string>();
  const names: string[] = [];
  const gone = new Set<TextLine>();

  function leaveOut(line: TextLine, pieces: Piece[] = line.pieces): void {
    removed.push(pieces.map(({ text }) => text).join(''));
    for (const { nodes } of pieces) for (const node of nodes) node.data = '';
    if (pieces.length === line.pieces.length) gone.add(line);
    else line.pieces = line.pieces.filter((piece) => !pieces.includes(piece));
  }

  /** Leaves out a line, or the pieces of it, that a rule of this kind names. */
  function apply(kind: 'head' | 'tail' | 'lines' | 'related', line: TextLine): boolean {
    const whole = rules.find(kind, line.text);
    if (!whole && line.pieces.length === 1) return false;
    const met = whole ? line.pieces : line.pieces.filter(({ text }) => rules.find(kind, text));
    const [first] = met;
    if (!first) return false;
    used.add((whole ?? rules.find(kind, first.text))?.rule ?? '');
    leaveOut(line, met);
    return gone.has(line);
  }

  function isByline(line: TextLine): boolean {
    const texts = line.pieces.length > 1 ? line.pieces.map(({ text }) => text) : [line.text];
    const found = texts.map((text) => rules.find('byline', text)).find((met) => met !== null);
    // A sentence may end like a byline.
    if (!found || /[。！？!?\d%％]/.test(found.names)) return false;
    used.add(found.rule);
    names.push(...authorsOf(found.names, rules.names));
    return true;
  }

  let related = false;
  for (const line of lines) {
    if (apply('lines', line)) continue;
    if (apply('related', line)) related = true;
    else if (related && line.linked) leaveOut(line);
    else related = false;
  }
  if (rules.relatedLists) leaveOutLists(outline, gone);

  const letters = lettersOf(title);
  /** A repeated title may differ in blanks and quotation marks. */
  function isTitle(text: string): boolean {
    if (letters === '' || Math.abs(text.length - title.length) > 20) return false;
    return lettersOf(text) === letters;
  }

  let kept: TextLine[] = [];
  for (const line of lines) {
    if (gone.has(line)) continue;
    const stamp = readStamp(line);
    if (stamp !== null) {
      // The line above the story is one line, or lines of their own for names and date.
      const above = line.time ? kept.filter(isName) : [];
      for (const each of above) leaveOut(each);
      names.push(...authorsOf([...above.map(({ text }) => text), stamp].join(','), rules.names));
      kept = kept.filter((each) => !gone.has(each));
      leaveOut(line);
    } else if (kept.length < TITLE_NEAR && isTitle(line.text)) {
      leaveOut(line);
    } else if (isByline(line)) leaveOut(line);
    else if (!apply('head', line)) kept.push(line);
    if (kept.length === NEAR) break;
  }

  let left = NEAR;
  for (let at = lines.length - 1; at >= 0 && left > 0; at--) {
    const line = lines[at] as TextLine;
    if (gone.has(line) || apply('tail', line)) continue;
    isByline(line);
    left--;
  }

  return { authors: [...new Set([...names, ...outline.authors])], rules: used };
}

/** Leaves out the lists that hold nothing but links. */
function leaveOutLists({ lines, removed, gone: elements }: Outline, gone: Set<TextLine>): void {
  const mixed = new Set(lines.filter(({ linked }) => !linked).map(({ list }) => list));
  for (const line of lines) {
    if (line.list === null || mixed.has(line.list) || gone.has(line)) continue;
    removed.push(line.text);
    elements.add(line.list);
    gone.add(line);
  }
}

/** A short line without a full stop, as names have. */
function isName({ text }: TextLine): boolean {
  return text.length <= 40 && !/[。！？!?；;]/.test(text);
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}

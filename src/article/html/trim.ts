// Outline of a body and the rules of its newsroom → lines left out around the story, and authors.
import { oneLine } from '../link.ts';
import type { Found, LineRule, RuleSet } from '../rules.ts';
import { categoriesIn } from '../title.ts';
import { authorsOf, isRole, readStamp } from './byline.ts';
import type { Outline, Piece, TextLine } from './outline.ts';

/** Lines that stay, at either end of a body, among which rules of head and tail are looked for. */
const NEAR = 4;
/** Behind so many lines that stay, no line is a repeated title. */
const TITLE_NEAR = 2;

/** What trimming finds. */
export interface Trimmed {
  authors: string[];
  categories: string[];
  /** Rules that met a line, as `kind: rule`. */
  rules: Set<string>;
}

/**
 * Empties the text of lines that are no part of the story: dates, bylines and the title above it,
 * and what the rules name. Only text goes, never an image.
 */
export function trim(outline: Outline, title: string, url: string, rules: RuleSet): Trimmed {
  const { lines, removed } = outline;
  const used = new Set<string>();
  const names: string[] = [];
  const categories = new Set<string>();
  const gone = new Set<TextLine>();
  const host = new URL(url).hostname;

  function leaveOut(line: TextLine, pieces: Piece[] = line.pieces): void {
    removed.push(pieces.map(({ text }) => text).join(''));
    for (const { nodes } of pieces) for (const node of nodes) node.data = '';
    if (pieces.length === line.pieces.length) {
      gone.add(line);
      return;
    }
    line.pieces = line.pieces.filter((piece) => !pieces.includes(piece));
    line.text = textOf(line.pieces);
  }

  function note(kind: LineRule, { rule, category }: Found): void {
    used.add(`${kind}: ${rule}`);
    for (const name of categoriesIn(category)) categories.add(name);
  }

  /** Leaves out the pieces of a line that a rule of this kind names, or all of it. */
  function apply(kind: LineRule, line: TextLine): boolean {
    const isOne = line.pieces.length === 1;
    const whole = !isOne && kind === 'lines' ? rules.find(kind, line.text) : null;
    if (whole) note(kind, whole);
    const met =
      whole && !whole.kept ? line.pieces : line.pieces.filter((piece) => meets(kind, line, piece));
    if (met.length > 0) leaveOut(line, met);
    return gone.has(line);
  }

  /** Whether a piece is left out; of one with a text that stays, the rest. */
  function meets(kind: LineRule, line: TextLine, piece: Piece): boolean {
    const found = rules.find(kind, piece.text);
    if (!found) return false;
    note(kind, found);
    if (!found.kept || piece.text.slice(...found.kept).trim() === '') return true;
    removed.push(keepOnly(piece, ...found.kept));
    line.text = textOf(line.pieces);
    return false;
  }

  /** The pieces of a line that name the authors. */
  function bylineOf(line: TextLine): Piece[] {
    return line.pieces.filter(({ text }) => {
      const found = rules.find('byline', text);
      // A sentence may end like a byline.
      if (!found || /[。！？!?:：\d%％]/.test(found.names)) return false;
      note('byline', found);
      names.push(...authorsOf(found.names, rules.names));
      return true;
    });
  }

  /** Leaves out a line that is a heading of related stories and a link beside it. */
  function applyBeside(line: TextLine): boolean {
    const found = line.href === '' ? null : rules.find('related', line.unlinked);
    if (!found) return false;
    note('related', found);
    leaveOut(line);
    return true;
  }

  function trimAnywhere(): void {
    let related = false;
    for (const line of lines) {
      if (apply('lines', line)) continue;
      if (apply('related', line) || applyBeside(line)) related = true;
      else if (related && isLinked(line)) leaveOut(line);
      else related = false;
    }
    if (!rules.relatedLists) return;
    const mixed = new Set(lines.filter((line) => !isOwnLink(line)).map(({ list }) => list));
    for (const line of lines) {
      if (line.list === null || mixed.has(line.list) || gone.has(line)) continue;
      leaveOut(line);
      used.add('relatedLists: true');
    }
  }

  /** Whether a line is a link to another story of the newsroom, and no more. */
  function isOwnLink(line: TextLine): boolean {
    if (!isLinked(line) || !URL.canParse(line.href, url)) return false;
    const { hostname } = new URL(line.href, url);
    return hostname === host || rules.isHost(hostname);
  }

  function trimHead(): void {
    const letters = lettersOf(title);
    /** A repeated title may differ in blanks and quotation marks. */
    const isTitle = (text: string) =>
      letters !== '' && Math.abs(text.length - title.length) <= 20 && lettersOf(text) === letters;
    let kept: TextLine[] = [];
    for (const line of lines) {
      if (gone.has(line)) continue;
      const stamp = readStamp(line);
      if (stamp !== null) {
        // The line above the story is one line, or lines of their own for names and date.
        const above = line.time ? kept.filter(isName) : [];
        for (const each of above) leaveOut(each);
        kept = kept.filter((each) => !gone.has(each));
        const named = above.map(({ text }) => text).filter((text) => !isRole(text));
        names.push(...authorsOf([...named, stamp].join(','), rules.names));
        leaveOut(line);
      } else if (kept.length < TITLE_NEAR && isTitle(line.text)) {
        leaveOut(line);
      } else {
        // Behind the first paragraph a byline is the article's last line, which stays.
        const byline = kept.every(isName) ? bylineOf(line) : [];
        if (byline.length > 0) leaveOut(line, byline);
        if (!gone.has(line) && !apply('head', line)) kept.push(line);
      }
      if (kept.length === NEAR) break;
    }
  }

  function trimTail(): void {
    let left = NEAR;
    for (let at = lines.length - 1; at >= 0 && left > 0; at--) {
      const line = lines[at] as TextLine;
      if (gone.has(line) || apply('tail', line)) continue;
      bylineOf(line);
      left--;
    }
  }

  trimAnywhere();
  trimHead();
  trimTail();
  const authors = [...new Set([...names, ...outline.authors.map(oneLine)])];
  return { authors, categories: [...categories], rules: used };
}

function textOf(pieces: Piece[]): string {
  return pieces.map(({ text }) => text.trim()).join(' ');
}

/** All of its text is link text. */
function isLinked({ unlinked }: TextLine): boolean {
  return unlinked === '';
}

/** Cuts a piece of text down to a part. @returns what was cut off */
function keepOnly(piece: Piece, start: number, end: number): string {
  const { text } = piece;
  let left = 0;
  for (const node of piece.nodes) {
    const { length } = node.data;
    node.data = node.data.slice(Math.max(0, start - left), Math.max(0, end - left));
    left += length;
  }
  piece.text = text.slice(start, end);
  return text.slice(0, start) + text.slice(end);
}

/** A short line without a full stop, as names have. */
function isName({ text }: TextLine): boolean {
  return text.length <= 40 && !/[。！？!?；;]/.test(text);
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}

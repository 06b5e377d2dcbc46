// What a deployment needs → a table beside what Cloudflare's plans allow.
import type { Files } from './files.ts';
import type { Way } from './memory.ts';

/**
 * The limits of the plans: https://developers.cloudflare.com/workers/platform/limits/ (files, their
 * size, requests) and https://developers.cloudflare.com/d1/platform/pricing/ (rows). The README of
 * `src/worker/` says when these pages were read.
 */
export const LIMITS = {
  files: { free: 20_000, paid: 100_000 },
  fileBytes: 25 * 2 ** 20,
  requestsADay: 100_000,
  rowsWritten: { aDay: 100_000, aMonth: 50_000_000 },
};

/** Rows that D1 writes for a new article, with those of its indexes; measured by `bench -- edge`. */
const ROWS_AN_ARTICLE = 17;
/** Polls of a reader a day: one every half hour. */
const POLLS = 48;
/** Looks of the hub a day. */
const LOOKS = 1440;

export interface Plan {
  way: Way;
  files: Files;
  articles: number;
  /** How many readers to reckon with. */
  readers: number;
}

/** A line: what, how much, and what the plans allow. */
export type Row = [what: string, needed: string, free: string, paid: string];

/** @returns the lines of the table, and sentences about what is over a limit */
export function planOf({ way, files, articles, readers }: Plan): { rows: Row[]; over: string[] } {
  const { largest } = files;
  const most = mebibytes(LIMITS.fileBytes);
  const [aDay, aMonth] = [LIMITS.rowsWritten.aDay, LIMITS.rowsWritten.aMonth].map(number);
  const requests = `${number(LIMITS.requestsADay)} a day`;
  const rows: Row[] = [
    ['', 'needed', 'Workers Free', 'Workers Paid'],
    ['files', number(files.count), number(LIMITS.files.free), number(LIMITS.files.paid)],
    [`largest file (${largest.path})`, mebibytes(largest.bytes), most, most],
    [
      `requests for files a day, of ${number(readers)} readers`,
      number(readers * POLLS),
      'free, unlimited',
      'free, unlimited',
    ],
  ];
  if (way === 'answers') {
    const written = articles * ROWS_AN_ARTICLE;
    rows.push(
      ['rows written by a first push', number(written), `${aDay} a day`, `${aMonth} a month`],
      ['runs of the Worker a day, without answers', number(LOOKS), requests, 'no limit'],
    );
  }
  const over: string[] = [];
  if (files.count > LIMITS.files.paid) over.push(tooMany(files.count, LIMITS.files.paid));
  else if (files.count > LIMITS.files.free) {
    over.push(`${tooMany(files.count, LIMITS.files.free)} on Workers Free`);
  }
  if (largest.bytes > LIMITS.fileBytes) {
    over.push(`${largest.path} has ${mebibytes(largest.bytes)}; expected at most 25 MiB a file`);
  }
  return { rows, over };
}

function tooMany(count: number, most: number): string {
  return `there are ${number(count)} files; expected at most ${number(most)}`;
}

/** The lines of a table, with aligned columns. */
export function tableOf(rows: Row[]): string {
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: Row) =>
    row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
  return rows.map((row) => line(row).join('  ')).join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

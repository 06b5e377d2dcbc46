// An archive for tests: a folder of files that can be written, moved, broken, and published.
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { formatProblem } from '../../src/article/problem.ts';
import { openFolder } from '../../src/node/files.ts';
import { loadParser } from '../../src/node/parser.ts';
import { openSqlite, type SqliteDatabase } from '../../src/node/sqlite.ts';
import { ARTICLE_FILE, type Archive } from '../../src/publish/archive.ts';
import { type PublishDeps, publishArchive, type Report } from '../../src/publish/publish.ts';
import { newestArticles, type PublishedArticle } from '../../src/store/articles.ts';

/** What an article file says; what is left out follows from its number. */
export interface Content {
  title?: string;
  url?: string;
  /** Epoch milliseconds. */
  published?: number;
  body?: string;
}

export interface TestArchive {
  /** Path of the folder on disk. */
  folder: string;
  db: SqliteDatabase;
  /** The folder as the publication sees it; tests replace its methods to break it. */
  archive: Archive;
  /** Paths of article files that were read, in order. */
  reads: string[];
  /** Paths that cannot be read. */
  unreadable: Set<string>;
  put(path: string, content: string | Uint8Array): void;
  move(from: string, to: string): void;
  remove(path: string): void;
  /** Gives a file another time and leaves its bytes. */
  touch(path: string): void;
  publish(
    now?: number,
    parserId?: string,
    more?: { paths?: string[]; mostGone?: PublishDeps['mostGone'] },
  ): Promise<Report>;
  /** The articles that readers see, newest first. */
  shown(): Promise<PublishedArticle[]>;
  titles(): Promise<string[]>;
}

/** Years after the articles of `content`. */
export const NOW = Date.UTC(2024, 5, 1);

/** The text of the article file with this number. */
export function content(number: number, change: Content = {}): string {
  const {
    title = `第${number}条`,
    url = `https://news.example/${number}`,
    published = Date.UTC(2024, 0, 1, 0, number),
    body = `<p>第${number}条的全文。</p>`,
  } = change;
  return `<!--${published}-->\n[${title}](${url})\n------\n\n${body}\n`;
}

/** An empty archive and an empty store, removed at the end of the test. */
export function openArchive(database = ':memory:'): TestArchive {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  const db = openSqlite(database);
  onTestFinished(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });
  const disk = openFolder(folder);
  const reads: string[] = [];
  const unreadable = new Set<string>();
  const archive: Archive = {
    ...disk,
    async read(path) {
      if (ARTICLE_FILE.test(path)) reads.push(path);
      if (unreadable.has(path)) throw new Error('permission denied');
      return disk.read(path);
    },
  };

  // File systems keep time in steps of milliseconds: two writes of one test could look the same.
  let time = 0;
  const touch = (path: string) => utimesSync(join(folder, path), ++time, time);
  const shown = async () => (await newestArticles(db, 1000)).articles;
  return {
    folder,
    db,
    archive,
    reads,
    unreadable,
    put(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      touch(path);
    },
    move(from, to) {
      mkdirSync(dirname(join(folder, to)), { recursive: true });
      renameSync(join(folder, from), join(folder, to));
    },
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
    touch,
    publish(now = NOW, parserId = '1', { paths, mostGone = 'keep' } = {}) {
      const deps = { db, archive, loadParser: loadParser('zh-Hans'), parserId, now: () => now };
      return publishArchive({ ...deps, mostGone }, paths);
    },
    shown,
    titles: async () => (await shown()).map(({ title }) => title),
  };
}

/** The problems of a report as their lines. */
export function lines({ problems }: Report): string[] {
  return problems.map(formatProblem);
}

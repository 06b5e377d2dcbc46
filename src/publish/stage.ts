// Changed files → their articles, staged in the store in batches.
import type { CompiledArticle } from '../article/article.ts';
import type { Database } from '../store/database.ts';
import { type KnownFile, knownFiles } from '../store/files.ts';
import { type Publication, stageArticles } from '../store/publication.ts';
import type { ListedFile } from './archive.ts';
import type { Changes } from './changes.ts';
import { type ReadDeps, readFile } from './read.ts';

export interface StageDeps extends ReadDeps {
  db: Database;
  publication: Publication;
  progress?: ((done: number, total: number) => void) | undefined;
  onArticle?: ((article: CompiledArticle) => void) | undefined;
}

export interface Staged {
  /** The changed files, as they are now. */
  files: KnownFile[];
  /** Ids of the articles that changed files carry, or that they or deleted files carried. */
  touched: Set<string>;
  /** Article id → path of the file whose version is staged. */
  stagedFrom: Map<string, string>;
}

/**
 * Files read and staged at a time. So few are garbage while they are young, and are collected
 * without a look at what lasts.
 */
const BATCH = 50;

export async function stageFiles({ changed, gone }: Changes, deps: StageDeps): Promise<Staged> {
  const { db, progress, onArticle } = deps;
  const files: KnownFile[] = [];
  const touched = new Set<string>();
  const stagedFrom = new Map<string, string>();
  for (const { id } of await knownFiles(db, gone)) if (id) touched.add(id);
  const readBatch = async (at: number) => {
    const batch = changed.slice(at, at + BATCH);
    const known = await knownFiles(
      db,
      batch.map(({ path }) => path),
    );
    const before = new Map(known.map((file) => [file.path, file]));
    const read = (listed: ListedFile) => readFile(listed, before.get(listed.path), deps);
    return { before, results: await Promise.all(batch.map(read)) };
  };
  let next = readBatch(0);
  for (let at = 0; at < changed.length; at += BATCH) {
    const { before, results } = await next;
    // The next ones are compiled, in another thread, while these are stored.
    next = readBatch(at + BATCH);
    // Where these cannot be stored, nobody asks for the next ones.
    next.catch(() => {});
    const articles: CompiledArticle[] = [];
    for (const { file, compiled } of results) {
      files.push(file);
      // A draft carries no article any more.
      const last = before.get(file.path)?.id;
      if (last && last !== file.id) touched.add(last);
      if (!compiled) continue;
      const { id } = compiled.article;
      touched.add(id);
      stagedFrom.set(id, file.path);
      articles.push(compiled);
      onArticle?.(compiled);
    }
    await stage(articles, deps);
    progress?.(files.length, changed.length);
  }
  return { files, touched, stagedFrom };
}

export async function stage(compiled: CompiledArticle[], { db, publication }: StageDeps) {
  if (compiled.length === 0) return;
  const articles = compiled.map(({ article, sourceTitle }) => ({ ...article, sourceTitle }));
  await stageArticles(db, publication, articles);
}

// Files that carry the same article → the one whose version is published.
import { type Claim, claimsOf, type KnownFile, winner } from '../store/files.ts';
import { unstageArticles } from '../store/publication.ts';
import type { Changes } from './changes.ts';
import { readFile } from './read.ts';
import { type StageDeps, type Staged, stage } from './stage.ts';

/**
 * Stages for each touched article the version of the file that wins. This is known only when all
 * files have been read.
 *
 * @returns the ids of the articles that no file carries any more
 */
export async function resolveDuplicates(
  { gone }: Changes,
  { files, touched, stagedFrom }: Staged,
  deps: StageDeps,
): Promise<string[]> {
  const { db, archive, publication } = deps;
  const read = new Set([...gone, ...files.map(({ path }) => path)]);
  const claims = [
    ...(await claimsOf(db, touched)).filter(({ path }) => !read.has(path)),
    ...files.filter((file): file is KnownFile & Claim => file.id !== null),
  ];
  const byArticle = Map.groupBy(claims, ({ id }) => id);

  /** Path of a file whose version wins but is not the staged one → id of its article. */
  const restage = new Map<string, string>();
  const withdrawn: string[] = [];
  for (const id of touched) {
    const path = byArticle.get(id)?.reduce(winner).path;
    if (path === undefined) withdrawn.push(id);
    else if (path !== stagedFrom.get(id)) restage.set(path, id);
  }
  const kept: string[] = [];
  for (const listed of (await archive.list([...restage.keys()])).files) {
    const { compiled } = await readFile(listed, undefined, deps);
    if (compiled) await stage([compiled], deps);
    // It broke since it was published: its last good version stays, and no other file's replaces it.
    else kept.push(restage.get(listed.path) ?? '');
  }
  if (kept.length > 0) await unstageArticles(db, publication, kept);
  return withdrawn;
}

// Two manifests → what has to be sent, and what the folder no longer has.
import type { SourceTable } from '../../article/sources.ts';
import type { Version } from '../../store/manifest.ts';

/** What a publication would change. */
export interface Difference {
  /** Articles that the server lacks. */
  added: Version[];
  /** Articles that the server has in another version. */
  changed: Version[];
  /** Ids of articles that only the server has. */
  gone: string[];
  /** What broadsheet.json says, where the server has it otherwise; empty where there is none. */
  sources: SourceTable | null;
}

/** What differs in the articles. */
export function differenceOf(local: Version[], remote: Version[]): Omit<Difference, 'sources'> {
  const there = new Map(remote);
  const here = new Set(local.map(([id]) => id));
  return {
    added: local.filter(([id]) => !there.has(id)),
    changed: local.filter(([id, hash]) => there.has(id) && there.get(id) !== hash),
    gone: remote.map(([id]) => id).filter((id) => !here.has(id)),
  };
}

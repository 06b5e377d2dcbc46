// Documents in memory, backed by the database file: a restart composes nothing anew.
import type { Document } from '../document.ts';
import { type Composed, type Shelf, succeed } from '../shelf.ts';
import type { Database } from '../store/database.ts';
import { keepDocument, keptDocument } from '../store/documents.ts';
import { currentRevision } from '../store/publication.ts';

/** A shelf that moves to the next publication when it is told so. */
export interface NodeShelf extends Shelf {
  /** Composes anew what readers ask for most, then lets go of everything older; never between. */
  renew(): Promise<void>;
}

interface Entry {
  compose: () => Promise<Composed>;
  document: Promise<Document>;
}

interface Generation {
  revision: number;
  entries: Map<string, Entry>;
}

/** Documents composed anew at once after a publication: those last asked for. */
const RENEWED = 20;
/** Documents held in memory at most; beyond that the one asked for longest ago goes. */
const HELD = 400;

/** @param fingerprint of all that documents depend on besides the articles */
export async function createShelf(db: Database, fingerprint: string): Promise<NodeShelf> {
  let current: Generation = { revision: await currentRevision(db), entries: new Map() };

  const bring = async (key: string, entry: Entry['compose'], generation: Generation) => {
    // Only addresses without a query are kept on disk: there are not many of them.
    const lasting = !key.includes('?');
    const kept = lasting ? await keptDocument(db, key) : null;
    if (kept?.edition === `${generation.revision} ${fingerprint}`) return kept;
    // In a renewal the last generation still answers: what it holds is what readers have seen.
    const last = generation === current ? null : current.entries.get(key)?.document;
    const { revision, document } = await entry();
    const next = succeed(document, kept ?? (await last?.catch(() => null)));
    if (lasting) await keepDocument(db, key, { ...next, edition: `${revision} ${fingerprint}` });
    return next;
  };

  const place = (key: string, compose: Entry['compose'], generation: Generation) => {
    const entry = { compose, document: bring(key, compose, generation) };
    generation.entries.set(key, entry);
    // A failure is not kept: the next request tries again.
    entry.document.catch(() => generation.entries.delete(key));
    for (const oldest of generation.entries.keys()) {
      if (generation.entries.size <= HELD) break;
      generation.entries.delete(oldest);
    }
    return entry.document;
  };

  return {
    get(key, compose) {
      const { entries } = current;
      const entry = entries.get(key);
      if (!entry) return place(key, compose, current);
      // The order of the map is that of use.
      entries.delete(key);
      entries.set(key, entry);
      return entry.document;
    },
    async renew() {
      const next: Generation = { revision: await currentRevision(db), entries: new Map() };
      const recent = [...current.entries].slice(-RENEWED);
      await Promise.all(recent.map(([key, { compose }]) => place(key, compose, next)));
      current = next;
    },
  };
}

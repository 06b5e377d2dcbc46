// Inventory → channels: everything, each source and each language, with versions of their articles.
import type { Selection } from '../../feed/selection.ts';
import type { Site } from '../../feed/types.ts';
import type { Inventory, InventoryArticle } from '../../store/inventory.ts';

/** A digest of a text, made for some ten thousand. */
export type Digest = (text: string) => string;

/** An article with a digest of all that documents show of it. */
export interface Versioned extends InventoryArticle {
  version: string;
}

/** What has feeds, a history and, but for everything, a list. */
export interface Channel {
  selection: Selection;
  /** Changes with any of its articles, and with its name. */
  version: string;
  /** Whether it has articles now. */
  isEmpty: boolean;
  /** The articles that ever came to it, in that order. */
  history: Versioned[];
}

/** The first is everything. */
export function channelsOf(
  { articles, sources, languages, histories }: Inventory,
  site: Site,
  digest: Digest,
): [Channel, ...Channel[]] {
  const names = new Map(sources.map(({ key, about }) => [key, about]));
  const versioned = articles.map((article): Versioned => {
    const { id, source, hash, updated, withdrawn } = article;
    const version = digest(`${id} ${hash} ${updated} ${withdrawn} ${names.get(source)}`);
    return { ...article, version };
  });
  const channel = (about: string, history: Versioned[], chosen: Partial<Selection>): Channel => {
    const selection: Selection = {
      sources: [],
      languages: [],
      limit: site.items,
      content: 'full',
      ...chosen,
    };
    return {
      selection,
      version: versionOf(digest, history, about),
      isEmpty: !history.some((article) => isIn(selection, article)),
      history,
    };
  };
  const historyAt = (path: string) =>
    (histories.get(path) ?? []).flatMap((sequence) => versioned[sequence - 1] ?? []);
  return [
    channel([...names.values(), ...languages].join(' '), versioned, {}),
    ...sources.map(({ key, about }) =>
      channel(about, historyAt(`/sources/${key}`), { sources: [key] }),
    ),
    ...languages.map((tag) => channel(tag, historyAt(`/languages/${tag}`), { languages: [tag] })),
  ];
}

/** A digest of what is shown of articles, in their order, and of what else is shown. */
export function versionOf(digest: Digest, articles: readonly Versioned[], more = ''): string {
  return digest([more, ...articles.map(({ version }) => version)].join(' '));
}

/** Whether an article is in a channel now. */
export function isIn(
  { sources, languages }: Selection,
  { withdrawn, source, language }: InventoryArticle,
): boolean {
  return (
    withdrawn === 0 &&
    (sources.length === 0 || sources.includes(source)) &&
    (languages.length === 0 || languages.includes(language))
  );
}

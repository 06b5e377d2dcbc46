// Store → every standing document: its address, and a version that changes when it may change.
import { addressOf, hasHistory, type Selection } from '../../feed/selection.ts';
import { FORMATS, type Format, type Site } from '../../feed/types.ts';
import { ownFiles } from '../../site/brand.ts';
import type { Database } from '../../store/database.ts';
import { readInventory } from '../../store/inventory.ts';
import { SITEMAP_PART } from '../routes/sitemap.ts';
import {
  type Channel,
  channelsOf,
  type Digest,
  isIn,
  type Versioned,
  versionOf,
} from './channels.ts';
import { dailyArchives } from './daily.ts';
import type { StandingDocument } from './document.ts';
import { articlePages, hasFewPages, pagesOf } from './pages.ts';

/** All standing documents of a site, the revision that they show, and the version of everything. */
export async function standingDocuments(
  db: Database,
  site: Site,
  digest: Digest,
): Promise<{ revision: number; version: string; documents: StandingDocument[] }> {
  const inventory = await readInventory(db);
  const channels = channelsOf(inventory, site, digest);
  const [everything] = channels;
  const { version } = everything;
  const sitemaps = ['/robots.txt', '/sitemap.xml', '/sitemaps/pages.xml'];
  const lists = ['/opml.xml', ...(hasFewPages(site) ? [] : sitemaps)];
  const documents: StandingDocument[] = [
    ...articlePages(everything, site, digest),
    ...channels.flatMap((channel) => historyOf(channel, site, version, digest)),
    ...channels.flatMap((channel) => feedsOf(channel, site, version, digest)),
    ...(await pagesOf(db, site, channels, digest)),
    ...lists.map((address) => ({ address, kind: 'list', version }) as const),
    // They show settings, and nothing of the archive.
    ...ownFiles(site).map((address) => ({ address, kind: 'list', version: '' }) as const),
    ...(hasFewPages(site) ? [] : sitemapParts(everything, digest)),
  ];
  return { revision: inventory.revision, version, documents };
}

/** The archive documents: each shows the articles at its positions that are still in the channel. */
function historyOf(
  channel: Channel,
  site: Site,
  everything: string,
  digest: Digest,
): StandingDocument[] {
  const { selection, history } = channel;
  const formats = formatsOf((format) => hasHistory(site, selection, format));
  if (formats.length === 0) return [];
  const documents = (archived: Selection, articles: Versioned[]) => {
    const isEmpty = !articles.some((article) => isIn(selection, article));
    // An empty one has the date of the archive's newest article.
    const version = versionOf(digest, articles, isEmpty ? everything : '');
    return formats.map((format): StandingDocument => {
      const address = addressOf(archived, fileOf(format), site.items);
      return { address, kind: 'history', version };
    });
  };
  const pages = Array.from({ length: Math.floor(history.length / site.items) }, (_, page) =>
    documents(
      { ...selection, archive: page + 1 },
      history.slice(page * site.items, (page + 1) * site.items),
    ),
  );
  const days = hasDaily(channel)
    ? dailyArchives(channel, site).map(({ archive, articles }) =>
        documents({ ...selection, daily: true, archive }, articles),
      )
    : [];
  return [...pages, ...days].flat();
}

function feedsOf(
  channel: Channel,
  site: Site,
  everything: string,
  digest: Digest,
): StandingDocument[] {
  const { selection, isEmpty } = channel;
  const version = isEmpty ? digest(channel.version + everything) : channel.version;
  const selections = [selection, ...(hasDaily(channel) ? [{ ...selection, daily: true }] : [])];
  return selections.flatMap((selection) =>
    formatsOf(() => true).map((format): StandingDocument => {
      const address = addressOf(selection, fileOf(format), site.items);
      return { address, kind: 'feed', version };
    }),
  );
}

/** Everything and each source have a daily feed, too. */
function hasDaily({ selection }: Channel): boolean {
  return selection.languages.length === 0;
}

function sitemapParts({ history }: Channel, digest: Digest): StandingDocument[] {
  return Array.from({ length: Math.ceil(history.length / SITEMAP_PART) }, (_, at) => {
    const articles = history.slice(at * SITEMAP_PART, (at + 1) * SITEMAP_PART);
    const version = versionOf(digest, articles);
    return { address: `/sitemaps/${at + 1}.xml`, kind: 'list', version };
  });
}

function formatsOf(has: (format: Format) => boolean): Format[] {
  return (Object.keys(FORMATS) as Format[]).filter(has);
}

function fileOf(format: Format): string {
  return FORMATS[format].file;
}

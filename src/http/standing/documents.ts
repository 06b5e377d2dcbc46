// Store → every standing document: its address, and a version that changes when it may change.
import { addressOf, hasHistory } from '../../feed/selection.ts';
import { FORMATS, type Format, type Site } from '../../feed/types.ts';
import { ownFiles } from '../../site/brand.ts';
import type { Database } from '../../store/database.ts';
import { readInventory } from '../../store/inventory.ts';
import { SITEMAP_PART } from '../routes/sitemap.ts';
import { type Channel, channelsOf, type Digest, isIn, versionOf } from './channels.ts';
import type { StandingDocument } from './document.ts';
import { articlePages, pagesOf } from './pages.ts';

/** All standing documents of a site, and the revision that they show. */
export async function standingDocuments(
  db: Database,
  site: Site,
  digest: Digest,
): Promise<{ revision: number; documents: StandingDocument[] }> {
  const inventory = await readInventory(db);
  const channels = channelsOf(inventory, site, digest);
  const [everything] = channels;
  const { version } = everything;
  const lists = ['/opml.xml', '/robots.txt', '/sitemap.xml', '/sitemaps/pages.xml'];
  const documents: StandingDocument[] = [
    ...articlePages(everything, digest),
    ...channels.flatMap((channel) => historyOf(channel, site, version, digest)),
    ...channels.flatMap((channel) => feedsOf(channel, site, version, digest)),
    ...(await pagesOf(db, site, channels, digest)),
    ...lists.map((address) => ({ address, kind: 'list', version }) as const),
    // They show settings, and nothing of the archive.
    ...ownFiles(site).map((address) => ({ address, kind: 'list', version: '' }) as const),
    ...sitemapParts(everything, digest),
  ];
  return { revision: inventory.revision, documents };
}

/** The archive documents: each shows the articles at its positions that are still in the channel. */
function historyOf(
  { selection, history }: Channel,
  site: Site,
  everything: string,
  digest: Digest,
): StandingDocument[] {
  const formats = formatsOf((format) => hasHistory(site, selection, format));
  if (formats.length === 0) return [];
  const pages = Math.floor(history.length / site.items);
  return Array.from({ length: pages }, (_, page) => {
    const articles = history.slice(page * site.items, (page + 1) * site.items);
    const isEmpty = !articles.some((article) => isIn(selection, article));
    // An empty one has the date of the archive's newest article.
    const version = versionOf(digest, articles, isEmpty ? everything : '');
    return formats.map((format): StandingDocument => {
      const address = addressOf({ ...selection, archive: page + 1 }, fileOf(format), site.items);
      return { address, kind: 'history', version };
    });
  }).flat();
}

function feedsOf(
  { selection, version, isEmpty }: Channel,
  site: Site,
  everything: string,
  digest: Digest,
): StandingDocument[] {
  return formatsOf(() => true).map((format) => ({
    address: addressOf(selection, fileOf(format), site.items),
    kind: 'feed',
    version: isEmpty ? digest(version + everything) : version,
  }));
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

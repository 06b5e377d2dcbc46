// Selection of a daily feed → its document, composed from the days in the store.
import { dayOf, startOfDay } from '../feed/calendar.ts';
import { channelOf, urlsOf } from '../feed/channel.ts';
import { type Day, dayItem, daysOf, MAX_HEADLINES } from '../feed/daily.ts';
import { renderDocument } from '../feed/document.ts';
import { hasHistory, type Selection } from '../feed/selection.ts';
import type { Channel, Format, Site } from '../feed/types.ts';
import { type ArticleHeadline, headlinesAt, lastPlace, placesBetween } from '../store/daily.ts';
import type { Database } from '../store/database.ts';
import { currentRevision } from '../store/revision.ts';
import type { Directory } from '../store/sources.ts';
import type { Composed } from './document-cache.ts';

/** Minutes for which a document is fresh: a day's item only grows, an archive document is full. */
const TTL = 60;
const ARCHIVE_TTL = 1440;

/** Articles of an archive document, in pages of articles. */
export const PAGES = 2;

/** Days that the subscription document has at least, as far as they fit into so many pages. */
const LEAST_DAYS = 7;
const MOST_PAGES = 4 * PAGES;

/** Days, the oldest first, and what came on them. */
interface Days {
  revision: number;
  days: Day[];
  headlines: ArticleHeadline[];
  /** Number of the archive document before (RFC 5005 §4); 0 if there is none. */
  previous: number;
}

/**
 * Composes a document of a daily feed: one item a day, the newest first.
 *
 * @param empty date of a feed without items, epoch milliseconds
 * @param wanted versions of the items of a delta (RFC 3229); without it, all
 * @returns null where there is no such archive document
 */
export async function composeDaily(
  { db, site }: { db: Database; site: Site },
  format: Format,
  selection: Selection,
  directory: Directory | null,
  empty: number,
  wanted?: ReadonlySet<string>,
): Promise<Composed | null> {
  const isLinked = hasHistory(site, selection, format);
  const { archive, ...subscription } = selection;
  const read = archive && !isLinked ? null : await readDays(db, site, selection);
  if (!read) return null;
  const { revision, days, headlines, previous } = read;

  const channel = channelOf(site, selection, [], directory);
  const items = days.map((day) => {
    const came = headlines.filter(({ position }) => position >= day.from && position <= day.to);
    return dayItem(site, channel, day, came, selection.sources[0]);
  });
  const shown = items
    .filter(({ html }) => html)
    .map((item) => ({ item, version: `${item.title}-${item.updated.toString(36)}` }))
    .filter(({ version }) => !wanted || wanted.has(version))
    .reverse();
  const described: Channel = {
    ...channel,
    updated: items.reduce((newest, { updated }) => Math.max(newest, updated), 0) || empty,
    ttl: archive ? ARCHIVE_TTL : TTL,
    // Days that have lost all their articles.
    deleted: items.filter(({ html }) => !html).map(({ id, updated }) => ({ id, when: updated })),
    complete: !archive && !wanted && previous === 0,
    ...(isLinked && {
      history: {
        ...(archive && { current: urlsOf(site, subscription) }),
        ...(previous > 0 && { previous: urlsOf(site, { ...selection, archive: previous }) }),
      },
    }),
  };
  const document = await renderDocument(
    format,
    described,
    shown.map(({ item }) => item),
  );
  const itemVersions = shown.map(({ version }) => version);
  return { revision, document: archive ? document : { ...document, itemVersions } };
}

/**
 * Reads the days of an archive document; or those of the subscription document, which has all that
 * are in no archive document yet, and as many before as make it a week. A day is in the archive
 * document within whose articles its last one came. This document is there once no other day can end
 * there, so that it never gets another.
 */
async function readDays(db: Database, site: Site, selection: Selection): Promise<Days | null> {
  const length = site.items * PAGES;
  /** The document in which the day before a position is; 0 if it is the first. */
  const documentBefore = (position: number) => Math.ceil((position - 1) / length);
  /** The first position of the first day after so many documents. */
  const firstAfter = (documents: number) => firstOfDay(documents * length + 1);

  for (;;) {
    const before = await currentRevision(db);
    let to = (await lastPlace(db, selection))?.position ?? 0;
    const full = Math.max(0, Math.floor((to - 1) / length));
    const { archive } = selection;
    if (archive && archive > full) return null;

    let from: number;
    let previous: number;
    if (archive) {
      from = await firstAfter(archive - 1);
      to = (await firstAfter(archive)) - 1;
      // A day with more articles than a document goes on.
      if (to < from) return null;
      previous = documentBefore(from);
    } else {
      from = await firstAfter(full);
      previous = documentBefore(from);
    }
    let days = daysOf(await placesBetween(db, selection, from, to), site.timeZone);
    const most = MOST_PAGES * site.items;
    while (!archive && from > 1 && days.length < LEAST_DAYS && to - from < most) {
      from = await firstAfter(documentBefore(from) - 1);
      days = daysOf(await placesBetween(db, selection, from, to), site.timeZone);
    }
    const spans = days.map((day) => ({
      ...day,
      to: Math.min(day.to, day.from + MAX_HEADLINES - 1),
    }));
    const { revision, headlines } = await headlinesAt(db, selection, spans);
    // Else another publication came between.
    if (revision === before) return { revision, days, headlines, previous };
  }

  async function firstOfDay(position: number): Promise<number> {
    const place = await lastPlace(db, selection, { position });
    if (!place) return 1;
    const before = startOfDay(dayOf(place.reached, site.timeZone), site.timeZone);
    return ((await lastPlace(db, selection, { position, before }))?.position ?? 0) + 1;
  }
}

// Channel → the archive documents of its daily feed, each with the articles of its days.
import { dayOf, startOfDay } from '../../feed/calendar.ts';
import type { Site } from '../../feed/types.ts';
import { PAGES } from '../daily.ts';
import type { Channel, Versioned } from './channels.ts';

/** The archive documents that `composeDaily` has, by number: it leaves out what a day goes on over. */
export function dailyArchives(
  { history }: Channel,
  { items, timeZone }: Site,
): { archive: number; articles: Versioned[] }[] {
  const length = items * PAGES;
  const full = Math.max(0, Math.floor((history.length - 1) / length));
  let latest = 0;
  const reached = history.map(({ published }) => {
    latest = Math.max(latest, published);
    return latest;
  });
  /** Articles that came before the day on which the one at this place came. */
  const beforeDay = (place: number): number => {
    const start = startOfDay(dayOf(reached[place] ?? 0, timeZone), timeZone);
    let first = place;
    while (first > 0 && (reached[first - 1] ?? 0) >= start) first--;
    return first;
  };
  const starts = Array.from({ length: full + 1 }, (_, documents) => beforeDay(documents * length));
  return Array.from({ length: full }, (_, at) => ({
    archive: at + 1,
    articles: history.slice(starts[at], starts[at + 1]),
  })).filter(({ articles }) => articles.length > 0);
}

// Dates of articles → how many a week a feed brings.

const DAY = 86_400_000;
/** The newest span of an archive that tells what is still to come. */
const SPAN = 28 * DAY;

/**
 * How many articles a week came in the newest four weeks of the archive: never counted from the
 * clock, so that an archive that has ended tells what it brought.
 *
 * @param dates of publication of the feed's newest articles, epoch milliseconds
 * @param newest date of the archive's newest article
 * @param all whether these are all articles of the feed, and not only as many as were read
 * @returns articles a week; 0 where none is of these weeks
 */
export function weeklyRate(dates: readonly number[], newest: number, all: boolean): number {
  const recent = dates.filter((date) => date > newest - SPAN);
  if (recent.length < dates.length || all) return (recent.length * 7 * DAY) / SPAN;
  // More than were read are of this span: those that were tell the rate.
  const span = Math.max(DAY, newest - Math.min(...recent));
  return (recent.length * 7 * DAY) / span;
}

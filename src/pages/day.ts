// Epoch milliseconds → a date for people.
import { utc } from '@date-fns/utc';
import { format } from 'date-fns/format';

/** Day and minute in UTC, such as `2024-01-31 18:39 UTC`: the same wherever the page is made. */
export function day(time: number): string {
  return format(time, "yyyy-MM-dd HH:mm 'UTC'", { in: utc });
}

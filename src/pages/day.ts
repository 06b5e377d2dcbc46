// Epoch milliseconds → a date for people.
import { UTCDate } from '@date-fns/utc';
import { lightFormat } from 'date-fns/lightFormat';

/** Day and minute in UTC, such as `2024-01-31 18:39 UTC`: the same wherever the page is made. */
export function day(time: number): string {
  return `${lightFormat(new UTCDate(time), 'yyyy-MM-dd HH:mm')} UTC`;
}

// Value of a date field → epoch milliseconds, where it is a date that HTTP knows.

const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Z][a-z]+, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * Reads an HTTP date in its three forms (RFC 9110 §5.6.7). Anything else must be ignored, also
 * what `Date` would make sense of.
 *
 * @returns NaN where there is no date: it compares false with everything
 */
export function httpDate(field: string | null): number {
  if (field === null) return Number.NaN;
  if (IMF_FIXDATE.test(field) || RFC_850.test(field)) return Date.parse(field);
  return ASCTIME.test(field) ? Date.parse(`${field} GMT`) : Number.NaN;
}

// Accept-Encoding → the content codings that the client takes, the best first.
import { CODINGS, type Coding, type Document, type Encoded } from '../store/document.ts';
import { memoize } from './memoize.ts';
import { weightsOf } from './weights.ts';

/** The bytes as they are, or in a coding. */
export type Form = Coding | 'identity';

/**
 * The form of a document to send (RFC 9110 §12.5.3): the best that the client accepts and that
 * has been made. A document without any is encoded by what is in front of us, or not at all.
 *
 * @returns null where none fits: the client refuses the bytes as they are
 */
export function chooseForm(field: string | null, { encoded }: Document): Form | null {
  if (!encoded || !field) return 'identity';
  return acceptable(field).find((form) => form === 'identity' || encoded[form]) ?? null;
}

/** Which codings there are, for people. */
export function formsOf(encoded: Encoded = {}): Form[] {
  return [...CODINGS.filter((coding) => encoded[coding]), 'identity'];
}

/** Clients send few different ones of these fields. */
const acceptable = memoize(readAcceptEncoding, 200);

/** The forms by weight, equal ones by size; bytes as they are come last unless they are named. */
function readAcceptEncoding(field: string): Form[] {
  // RFC 9110 §8.4.1.3: `x-gzip` is an old name.
  const weights = weightsOf(field.replace(/\bx-gzip\b/gi, 'gzip'));
  const others = weights.get('*');
  const weigh = (form: Form) => {
    const weight = weights.get(form) ?? others;
    return weight ?? (form === 'identity' ? Number.MIN_VALUE : 0);
  };
  return [...CODINGS, 'identity' as const]
    .filter((form) => weigh(form) > 0)
    .sort((a, b) => weigh(b) - weigh(a));
}

// Document + request → response, in the form the client takes, or a 304 where it already has it.
import { formatRFC7231 } from 'date-fns/formatRFC7231';
import type { Document } from '../store/document.ts';
import { evaluate, type Fields } from './conditional.ts';
import { chooseForm, type Form, formsOf } from './encoding.ts';

/** Header fields of every answer: scripts of any site may read it; nobody guesses its type. */
export const COMMON_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag,Last-Modified,Link,IM,Delta-Base,Retry-After',
  'X-Content-Type-Options': 'nosniff',
};

/** Seconds that a cache may go on with what it has: while it asks us, and while we fail. */
const STALE_WHILE_REVALIDATE = 60;
const STALE_IF_ERROR = 86_400;

/** How a request for a document is answered. */
export interface Decision {
  status: 200 | 304 | 406 | 412;
  /** The form of the document that is sent, or that the validators are of. */
  form: Form;
}

/** An answer, before a runtime has made it its own. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | null;
}

/** Decides on GET and HEAD: conditions after RFC 9110 §13, content codings after §12.5.3. */
export function decide(headers: Fields, document: Document): Decision {
  const form = chooseForm(headers.get('accept-encoding'), document);
  if (form === null) return { status: 406, form: 'identity' };
  return { status: evaluate(headers, document), form };
}

/** The answer after a decision. A 304 has the header fields that a cache must update (§15.4.5). */
export function answerOf(document: Document, { status, form }: Decision): Answer {
  if (status === 406) return notAcceptable(document);
  const headers = {
    ...COMMON_HEADERS,
    'Cache-Control': cacheControl(document.maxAge),
    ETag: tagOf(document, form),
    'Last-Modified': formatRFC7231(document.lastModified),
    Vary: 'Accept-Encoding',
    ...document.headers,
  };
  if (status !== 200) return { status, headers, body: null };
  const body = (form !== 'identity' && document.encoded?.[form]) || document.bytes;
  return {
    status,
    headers: {
      'Content-Type': document.mediaType,
      'Content-Length': String(body.length),
      ...(form !== 'identity' && { 'Content-Encoding': form }),
      ...headers,
    },
    body,
  };
}

/**
 * Answers GET and HEAD for a document: 200, 304, 406 or 412.
 *
 * @param success status in the place of 200
 */
export function respond(request: Request, document: Document, success = 200): Response {
  const { status, headers, body } = answerOf(document, decide(request.headers, document));
  const init: ResponseInit & { encodeBody: 'manual' } = {
    status: status === 200 ? success : status,
    headers,
    // Workers would encode once more what has a `Content-Encoding`.
    encodeBody: 'manual',
  };
  return new Response(body, init);
}

/**
 * Fresh for `maxAge` seconds; then a cache may answer once more while it asks us (RFC 5861 §3), and
 * for a day if we fail (§4).
 */
function cacheControl(maxAge: number): string {
  return `public, max-age=${maxAge}, stale-while-revalidate=${STALE_WHILE_REVALIDATE}, stale-if-error=${STALE_IF_ERROR}`;
}

/**
 * A tag for each form, as RFC 9110 §8.8.3.3 wants it of strong ones. Weak tags would need no
 * suffix, but `If-Match` never matches them, and a body could no longer be checked against its
 * tag: it is the digest of the bytes before they are encoded.
 */
function tagOf({ etag }: Document, form: Form): string {
  return form === 'identity' ? etag : `${etag.slice(0, -1)}-${form}"`;
}

function notAcceptable({ encoded }: Document): Answer {
  const forms = formsOf(encoded).join(', ');
  const sentence = `None of the content codings that the request accepts is here. There are: ${forms}\n`;
  return {
    status: 406,
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': 'text/plain; charset=UTF-8',
      'Cache-Control': 'no-store',
      Vary: 'Accept-Encoding',
    },
    body: new TextEncoder().encode(sentence),
  };
}

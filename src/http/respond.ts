// Document + request → response, in the form the client takes, or a 304 where it already has it.
import { formatRFC7231 } from 'date-fns/formatRFC7231';
import type { Document } from '../store/document.ts';
import { evaluate } from './conditional.ts';
import { chooseForm, type Form, formsOf } from './encoding.ts';
import { cacheControl } from './freshness.ts';

/**
 * Answers GET and HEAD for a document: 200, 304 (RFC 9110 §15.4.5, without a body and with the
 * headers that a cache must update), 406 or 412.
 *
 * @param headers what the kind of document adds, or says otherwise, such as `Cache-Control`
 * @param status of an answer with a body
 */
export function respond(
  request: Request,
  document: Document,
  headers: Record<string, string> = {},
  status = 200,
): Response {
  const form = chooseForm(request.headers.get('Accept-Encoding'), document);
  if (form === null) return notAcceptable(document);
  const fixed = { ...validatingFields(document, form), ...headers };
  switch (evaluate(request.headers, document)) {
    case 'not modified':
      return new Response(null, { status: 304, headers: fixed });
    case 'precondition failed':
      return new Response(null, { status: 412, headers: fixed });
    case 'send':
      return new Response(bytesIn(form, document), {
        status,
        headers: { ...describingFields(document, form), ...fixed },
      });
  }
}

/** What a 304 repeats (RFC 9110 §15.4.5). */
export function validatingFields(document: Document, form: Form): Record<string, string> {
  return {
    'Cache-Control': cacheControl(document.maxAge),
    ETag: tagOf(document, form),
    'Last-Modified': formatRFC7231(document.lastModified),
    Vary: 'Accept-Encoding',
  };
}

/** What a body needs besides. */
export function describingFields(document: Document, form: Form): Record<string, string> {
  return {
    'Content-Type': document.mediaType,
    'Content-Length': String(bytesIn(form, document).length),
    ...(form !== 'identity' && { 'Content-Encoding': form }),
  };
}

export function bytesIn(form: Form, { bytes, encoded }: Document): Uint8Array<ArrayBuffer> {
  return (form !== 'identity' && encoded?.[form]) || bytes;
}

/**
 * A tag for each form, as RFC 9110 §8.8.3.3 wants it of strong ones. Weak tags would need no
 * suffix, but `If-Match` never matches them, and a body could no longer be checked against its
 * tag: it is the digest of the bytes before they are encoded.
 */
function tagOf({ etag }: Document, form: Form): string {
  return form === 'identity' ? etag : `${etag.slice(0, -1)}-${form}"`;
}

function notAcceptable({ encoded }: Document): Response {
  return new Response(
    `None of the content codings that the request accepts is here. There are: ${formsOf(encoded).join(', ')}\n`,
    {
      status: 406,
      headers: {
        'Content-Type': 'text/plain; charset=UTF-8',
        'Cache-Control': 'no-store',
        Vary: 'Accept-Encoding',
      },
    },
  );
}

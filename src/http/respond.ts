// Document + request → response, with a 304 where the client already has it.
import { formatRFC7231 } from 'date-fns/formatRFC7231';
import type { Document } from '../document.ts';
import { evaluate } from './conditional.ts';

/** Headers of a document's answers, made once: a poll only compares and picks. */
const prepared = new WeakMap<Document, Record<string, string>>();

/**
 * Answers GET and HEAD for a document: 200, 304 (RFC 9110 §15.4.5, without a body and with the
 * headers that a cache must update) or 412.
 *
 * @param headers what the kind of document adds, such as `Cache-Control`
 */
export function respond(
  request: Request,
  document: Document,
  headers: Record<string, string>,
): Response {
  let fixed = prepared.get(document);
  if (!fixed) {
    fixed = {
      ...headers,
      ETag: document.etag,
      'Last-Modified': formatRFC7231(document.lastModified),
    };
    prepared.set(document, fixed);
  }
  switch (evaluate(request.headers, document)) {
    case 'not modified':
      return new Response(null, { status: 304, headers: fixed });
    case 'precondition failed':
      return new Response(null, { status: 412, headers: fixed });
    case 'send':
      return new Response(document.bytes, {
        headers: {
          ...fixed,
          'Content-Type': document.mediaType,
          'Content-Length': String(document.bytes.length),
        },
      });
  }
}

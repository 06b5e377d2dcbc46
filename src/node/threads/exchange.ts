// Request → message to a thread, and the answer's way back.
import type { Hono } from 'hono';
import type { Document } from '../../store/document.ts';
import type { Answered, Asked } from './protocol.ts';

/** @param body of the request, read already */
export function askedOf(
  id: number,
  { method, url, headers }: Request,
  body: ArrayBuffer | null = null,
  client: string | null = null,
): Asked {
  const bytes = body && body.byteLength > 0 ? new Uint8Array(body) : null;
  return { type: 'ask', id, method, url, headers: [...headers], body: bytes, client };
}

/** The path and the query of a URL: the address under which a document is ready. */
export function addressOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** Asks the application in this thread. */
export async function answeredBy(
  app: Hono,
  { id, method, url, headers, body, client }: Asked,
): Promise<Answered> {
  const request = new Request(url, { method, headers, ...(body && { body }) });
  const response = await app.fetch(request, { client });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    type: 'answer',
    id,
    status: response.status,
    headers: [...response.headers],
    body: bytes.length > 0 ? bytes : null,
  };
}

export function responseOf({ status, headers, body }: Answered): Response {
  return new Response(body, { status, headers });
}

/** A document in memory of its own, that can be moved to another thread. */
export function movable(document: Document): { document: Document; transfer: ArrayBuffer[] } {
  const bytes = document.bytes.slice();
  const encoded = Object.fromEntries(
    Object.entries(document.encoded ?? {}).map(([coding, coded]) => [coding, copied(coded)]),
  );
  const transfer = [bytes, ...Object.values(encoded)].map(({ buffer }) => buffer);
  return { document: { ...document, bytes, encoded }, transfer };
}

/** `slice` of a Buffer would still be a part of a larger one. */
export function copied(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}

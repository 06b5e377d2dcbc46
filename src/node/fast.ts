// Poll → its answer, in front of the application: a cache that compares, picks and writes.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { evaluate } from '../http/conditional.ts';
import { chooseForm, type Form } from '../http/encoding.ts';
import { bytesIn, describingFields, validatingFields } from '../http/respond.ts';
import type { Document } from '../store/document.ts';
import { fieldsOf } from './fields.ts';
import type { Observer } from './observer.ts';
import type { Repeats } from './repeats.ts';

/** Header fields as `writeHead` takes them: names and values in turn. */
type RawFields = string[];

/** What is written for a document in one form. */
interface Prepared {
  bytes: Uint8Array;
  etag: string;
  /** Bytes of the document before it was encoded. */
  whole: number;
  complete: RawFields;
  notModified: RawFields;
}

/** What the application's answers for a document say besides what follows from it. */
interface Learned {
  fields: RawFields;
  forms: Map<Form, Prepared>;
}

export interface FastLane {
  /** Answers the poll; false where the application must. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Learns from the application's answer to such a request. */
  learn(request: IncomingMessage, answer: Response): void;
}

/** What a document's answer says in each form, or of its body: made here again. */
const OWN = new Set([
  'etag',
  'last-modified',
  'content-type',
  'content-length',
  'content-encoding',
]);

/**
 * A cache after RFC 9111, without the staleness: it holds what is in the document cache, which is replaced
 * by each publication. It passes on what the application said of a document, header by header,
 * to every request that the answer does not vary by, and decides nothing itself: the comparing
 * and picking is that of `respond`.
 *
 * @param peek the document under an address, if it is in the document cache and complete
 * @param observe told of every answer
 * @param repeats told of every 304
 */
export function createFastLane(
  peek: (url: string) => Document | undefined,
  observe?: Observer,
  repeats?: Repeats,
): FastLane {
  const known = new WeakMap<Document, Learned>();

  const prepare = (document: Document, form: Form, { fields, forms }: Learned): Prepared => {
    const { ETag = '', 'Last-Modified': modified = '' } = validatingFields(document, form);
    const notModified = [...fields, 'etag', ETag, 'last-modified', modified];
    const body = Object.entries(describingFields(document, form));
    const complete = [
      ...notModified,
      ...body.flatMap(([name, value]) => [name.toLowerCase(), value]),
    ];
    const whole = document.bytes.length;
    const prepared = { bytes: bytesIn(form, document), etag: ETag, whole, complete, notModified };
    forms.set(form, prepared);
    return prepared;
  };

  return {
    answer(request, response) {
      if (!isPoll(request)) return false;
      const document = peek(request.url as string);
      const learned = document && known.get(document);
      if (!learned) return false;
      const { headers } = request;
      const form = chooseForm(headers['accept-encoding'] ?? null, document);
      if (form === null) return false;
      const prepared = learned.forms.get(form) ?? prepare(document, form, learned);
      const { bytes, etag, whole, complete, notModified } = prepared;
      // Nearly always the tag comes back as it was sent: then nothing else can matter.
      const verdict =
        headers['if-none-match'] === etag ? 'not modified' : evaluate(fieldsOf(headers), document);
      if (verdict === 'not modified') {
        response.writeHead(304, notModified).end();
        repeats?.(request, response, { document, notModified });
        observe?.(request, { status: 304, sent: 0, whole });
        return true;
      }
      // The application may have a delta for it.
      if (headers['a-im'] !== undefined && headers['if-none-match'] !== undefined) return false;
      response.writeHead(200, complete);
      const sent = request.method === 'HEAD' ? 0 : bytes.length;
      if (sent === 0) response.end();
      else response.end(bytes);
      observe?.(request, { status: 200, sent, whole: sent && whole });
      return true;
    },
    learn(request, answer) {
      if (answer.status !== 200 && answer.status !== 304) return;
      if (!isPoll(request) || answer.headers.get('Vary') !== 'Accept-Encoding') return;
      const document = peek(request.url as string);
      const start = document?.etag.slice(0, -1);
      if (!document || !start || !answer.headers.get('ETag')?.startsWith(start)) return;
      if (known.has(document)) return;
      const fields = [...answer.headers].filter(([name]) => !OWN.has(name)).flat();
      known.set(document, { fields, forms: new Map() });
    },
  };
}

/**
 * A request of the kind that polls are: without the preconditions that may fail, and not of a
 * browser, which is shown a page in the place of a feed.
 */
function isPoll({ method, headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['if-match'] === undefined &&
    headers['if-unmodified-since'] === undefined &&
    headers['sec-fetch-dest'] === undefined &&
    !headers.accept?.includes('html')
  );
}

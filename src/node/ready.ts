// Request for a document that is in memory → its answer, without the application in between.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Fields } from '../http/conditional.ts';
import { type Answer, answerOf, decide } from '../http/respond.ts';
import type { Document } from '../store/document.ts';

/** Called after each answer. */
export type OnResponse = (
  request: IncomingMessage,
  answer: {
    status: number;
    /** Bytes of the body that are sent, and that a plain 200 would have had. */
    sent: number;
    whole: number;
    /** When the request came, as `performance.now()`. */
    start?: number;
  },
) => void;

/** Answers a request; false where the application must. */
export type Ready = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Decides by the same functions as the application, which would make the same answer. What that
 * may answer otherwise is left to it: browsers, which get pages (`Sec-Fetch-Dest`, `Accept`),
 * deltas where there is something new (`A-IM`), and documents that vary by more than the content coding.
 *
 * @param peek the document under an address, if it is in memory
 */
export function createReady(
  peek: (url: string) => Document | undefined,
  onResponse?: OnResponse,
): Ready {
  /** The answers to each document that were given before, by status and form. */
  const prepared = new WeakMap<Document, Map<string, Answer>>();

  return (request, response) => {
    const { method, url = '', headers } = request;
    if (method !== 'GET' && method !== 'HEAD') return false;
    if (headers['sec-fetch-dest'] || headers.accept?.includes('html')) return false;
    const document = peek(url);
    if (!document || document.headers?.Vary) return false;

    const decision = decide(fieldsOf(headers), document);
    if (headers['a-im'] && decision.status !== 304) return false;
    const answers = prepared.get(document) ?? new Map<string, Answer>();
    prepared.set(document, answers);
    const key = `${decision.status} ${decision.form}`;
    const answer = answers.get(key) ?? answerOf(document, decision);
    answers.set(key, answer);

    const body = method === 'HEAD' ? null : answer.body;
    response.writeHead(answer.status, answer.headers);
    if (body) response.end(body);
    else response.end();
    const whole = method === 'HEAD' ? 0 : document.bytes.length;
    onResponse?.(request, { status: answer.status, sent: body?.length ?? 0, whole });
    return true;
  };
}

/** The headers of a Node request, as the core reads them. */
export function fieldsOf(headers: IncomingHttpHeaders): Fields {
  return { get: (name) => (headers[name] as string | undefined) ?? null };
}

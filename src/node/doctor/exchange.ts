// Request with header fields in a given order → answer, within bounds: a guest asks slowly, and little.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { FieldList } from './readers.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 50_000_000;

const DECODERS: Record<string, (bytes: Buffer, options: object) => Buffer> = {
  br: brotliDecompressSync,
  deflate: inflateSync,
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  zstd: zstdDecompressSync,
};

export interface Answer {
  url: URL;
  status: number;
  /** By their names in lower case; those that came several times are joined with commas. */
  headers: Map<string, string>;
  /** The body without its content coding; empty where it could not be decoded. */
  body: Buffer;
  /** Bytes of the body as they were sent. */
  sent: number;
}

/** No answer came, or none that can be used; or too much was asked. The message says which. */
export class NoAnswer extends Error {}

export type Ask = (url: URL, fields: FieldList, method?: 'GET' | 'HEAD') => Promise<Answer>;

/**
 * What asks, one request after another. Redirects are returned, not followed.
 *
 * @param most requests in all; beyond them, every further one fails
 * @param pauseMs milliseconds between two requests
 */
export function createAsk(most: number, pauseMs: number): Ask {
  let asked = 0;
  return async (url, fields, method = 'GET') => {
    if (asked++ >= most) throw new NoAnswer(`no more than ${most} requests are made`);
    if (asked > 1) await sleep(pauseMs);
    return ask(url, fields, method);
  };
}

function ask(url: URL, fields: FieldList, method: string): Promise<Answer> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = [['Host', url.host], ...fields].flat();
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new NoAnswer(`${url.href}: ${reason}`));
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const request = send(url, { method, headers, signal, agent: false }, (message) => {
      const chunks: Buffer[] = [];
      let sent = 0;
      message.on('data', (chunk: Buffer) => {
        sent += chunk.length;
        if (sent > MAX_BYTES) request.destroy(new Error(`it is larger than ${MAX_BYTES} bytes`));
        else chunks.push(chunk);
      });
      message.on('end', () => {
        const answered = Object.entries(message.headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]);
        const found = new Map(answered);
        const coding = found.get('content-encoding')?.toLowerCase() ?? 'identity';
        try {
          const body = decode(Buffer.concat(chunks), coding);
          resolve({ url, status: message.statusCode ?? 0, headers: found, body, sent });
        } catch {
          fail(`its body is not in the coding it names, ${coding}`);
        }
      });
      message.on('error', ({ message }) => fail(message));
    });
    request.on('error', ({ message }) =>
      fail(signal.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : message),
    );
    request.end();
  });
}

/** @throws Error where the bytes are not in that coding */
function decode(bytes: Buffer, coding: string): Buffer {
  if (coding === 'identity' || bytes.length === 0) return bytes;
  const decoder = DECODERS[coding];
  if (!decoder) throw new Error(`${coding} is not known`);
  return decoder(bytes, { maxOutputLength: MAX_BYTES });
}

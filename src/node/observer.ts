// Answered request → counted, noted as a reader's, and logged.
import type { IncomingMessage } from 'node:http';
import { feedAt, pathOf } from '../http/address.ts';
import type { Readership } from '../http/readership.ts';
import { remember } from '../http/remember.ts';
import type { ClientOf } from './client.ts';
import { type Log, levelOf } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What is noted of a request. */
export type Asked = Pick<IncomingMessage, 'url' | 'method' | 'headers' | 'socket'>;

/** Told of every answer, after it was written. */
export type Observer = (
  request: Asked,
  answer: {
    status: number;
    /** Bytes of the body that were sent, and that a plain 200 would have had. */
    sent: number;
    whole: number;
    /** When the request came, as `performance.now()`. */
    start?: number;
  },
) => void;

export interface Observers {
  clientOf: ClientOf;
  metrics: Metrics;
  readership: Readership;
  log: Log;
}

/** Milliseconds for which the same poll of a client is noted once, and clients remembered. */
const NOTED = 30_000;
const CLIENTS = 10_000;
/** Statuses of a poll that told a reader something, be it that nothing is new. */
const READ = new Set([200, 226, 304]);

export function createObserver({ clientOf, metrics, readership, log }: Observers): Observer {
  /** Of each client its last poll that was noted: its next ones mostly are the same. */
  const noted = new Map<string, { url: string; agent: string; until: number }>();

  const note = (request: Asked) => {
    const { url = '', headers } = request;
    const client = clientOf(request) ?? 'unknown';
    const agent = headers['user-agent'] ?? '';
    const last = noted.get(client);
    const now = performance.now();
    if (last?.url === url && last.agent === agent && now < last.until) return;
    if (noted.size >= CLIENTS) noted.clear();
    noted.set(client, { url, agent, until: now + NOTED });
    readership.note(pathOf(url), client, agent);
  };

  return (request, { status, sent, whole, start }) => {
    const { url = '', method, headers } = request;
    const feed = isFeed(url);
    metrics.count({ route: feed ? 'feed' : 'other', status, sent, whole });
    if (feed && method === 'GET' && READ.has(status)) note(request);
    const level = levelOf(status);
    if (!log.writes(level)) return;
    const ms = start === undefined ? undefined : Math.round((performance.now() - start) * 10) / 10;
    // No address: who reads what is nobody's business. The agent says what kind of client it is.
    const agent = headers['user-agent'];
    log.write(level, { method, url: url.slice(0, 500), status, bytes: sent, ms, agent });
  };
}

/** Whether an address is a feed's; of so many it is remembered. */
const isFeed = remember((url) => feedAt(pathOf(url)) !== null, 500);

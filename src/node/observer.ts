// Answered request → counted, noted as a reader's, and logged.
import type { IncomingMessage } from 'node:http';
import { feedAt } from '../http/address.ts';
import type { Readership } from '../readership.ts';
import type { ClientOf } from './client.ts';
import { type Log, levelOf } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Told of every answer, after it was written. */
export type Observer = (
  request: IncomingMessage,
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

/** Statuses of a poll that told a reader something, be it that nothing is new. */
const READ = new Set([200, 226, 304]);

export function createObserver({ clientOf, metrics, readership, log }: Observers): Observer {
  return (request, { status, sent, whole, start }) => {
    const { url = '', method, headers } = request;
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    const feed = feedAt(path) !== null;
    metrics.count({ route: feed ? 'feed' : 'other', status, sent, whole });
    if (feed && method === 'GET' && READ.has(status)) {
      const client = clientOf(request) ?? 'unknown';
      readership.note(path, client, headers['user-agent'] ?? '');
    }
    const level = levelOf(status);
    if (!log.writes(level)) return;
    const ms = start === undefined ? undefined : Math.round((performance.now() - start) * 10) / 10;
    // No address: who reads what is nobody's business. The agent says what kind of client it is.
    log.write(level, {
      method,
      url: url.slice(0, 500),
      status,
      bytes: sent,
      ms,
      agent: headers['user-agent'],
    });
  };
}

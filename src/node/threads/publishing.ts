// The publisher, from the main thread's side: what it hands over, what it is asked, and if it ends.
import type { Poll } from '../../http/operators/readership.ts';
import type { ReadyDocuments } from './documents.ts';
import { askedOf } from './exchange.ts';
import type { Answered, FromPublisher, ToPublisher } from './protocol.ts';
import { keepRunning, type Start } from './thread.ts';

export interface Publishing {
  /** Resolves when the archive was published for the first time; rejects where it cannot be. */
  first: Promise<void>;
  /** What is known of a publication that is under way: files read, and all there are. */
  progress(): { done: number; total: number };
  /** Null where it ended before it answered. */
  ask(request: Request, body?: ArrayBuffer, client?: string | null): Promise<Answered | null>;
  writePolls(polls: Poll[]): void;
  /** Ends it when what it has begun is written. */
  end(): Promise<void>;
}

/** Told what an operator is to know. */
export interface PublisherEvents {
  published(message: FromPublisher & { type: 'published' }): void;
  progress(done: number, total: number): void;
  trouble(message: string): void;
  /** Documents are there for the first time: readers may be started. */
  opened(buildId: string): void;
}

export function startPublisher(
  start: Start,
  documents: ReadyDocuments,
  events: PublisherEvents,
): Publishing {
  const first = Promise.withResolvers<void>();
  const waiting = new Map<number, (answered: Answered | null) => void>();
  let asked = 0;
  let progress = { done: 0, total: 0 };
  let buildId = '';
  let reason: string | null = null;
  let begun = false;

  const heard = (message: FromPublisher) => {
    switch (message.type) {
      case 'opened':
        buildId = message.buildId;
        break;
      case 'failed':
        reason = message.message;
        first.reject(new Error(reason));
        break;
      case 'progress':
        progress = message;
        events.progress(message.done, message.total);
        break;
      case 'committed':
        thread.post({ type: 'polled', documents: documents.polled() });
        break;
      case 'documents': {
        const opening = documents.revision() === null;
        documents.replace(message.revision, message.documents);
        if (opening) events.opened(buildId);
        break;
      }
      case 'coding':
        documents.encode(message.address, message.etag, message.coding, message.bytes);
        break;
      case 'published':
        events.published(message);
        begun = true;
        first.resolve();
        break;
      case 'trouble':
        events.trouble(message.message);
        break;
      case 'answer':
        waiting.get(message.id)?.(message);
        waiting.delete(message.id);
    }
  };

  const thread = keepRunning<ToPublisher, FromPublisher>(start, {
    heard,
    ended(why) {
      // Who waits for the first publication is told.
      if (reason !== null && !begun) return;
      const { done, total } = progress;
      const where = done < total ? ` after ${done} of ${total} files` : '';
      events.trouble(`the publisher ended${where}: ${reason ?? why}; it is started again`);
      reason = null;
      for (const resolve of waiting.values()) resolve(null);
      waiting.clear();
    },
  });

  return {
    first: first.promise,
    progress: () => progress,
    ask: (request, body, client) =>
      new Promise((resolve) => {
        const message = askedOf(++asked, request, body, client);
        waiting.set(message.id, resolve);
        thread.post(message, message.body ? [message.body.buffer] : []);
      }),
    writePolls: (polls) => thread.post({ type: 'readership', polls }),
    end: () => thread.end({ type: 'close' }),
  };
}

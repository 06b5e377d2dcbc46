// The publisher's side of the processes that only answer.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Opening, Order, Report } from './messages.ts';
import type { Metrics } from './metrics.ts';

const READER = fileURLToPath(new URL('reader.ts', import.meta.url));
/** Milliseconds until one that broke down is started again. */
const PAUSE = 1000;

/** What the publisher does for them. */
export interface Publisher {
  /** Moves everyone to the publication that was just committed. */
  renew(): Promise<void>;
  /** Says to the hub that readers see it. */
  announce(): void;
  /** Says to the hub built in, if it is, that a request waits. */
  wake: ((request: number) => void) | undefined;
  metrics: Metrics;
}

export interface Readers {
  tell(order: Order): void;
  close(): Promise<void>;
}

/**
 * Starts processes that answer on the same port as this one. Each has the whole application over
 * the same database file; only this one publishes, encodes and delivers.
 *
 * @param open what each needs to know first
 */
export function startReaders(count: number, open: Opening, publisher: Publisher): Readers {
  const running = new Set<ChildProcess>();
  let closed = false;
  const start = () => {
    const child = fork(READER);
    running.add(child);
    const reply = (order: Order) => {
      if (child.connected) child.send(order);
    };
    child.on('message', (report: Report) => hear(report, reply, publisher));
    child.once('exit', (code, signal) => {
      running.delete(child);
      if (closed) return;
      console.error(`a process that answers ended: ${signal ?? code}; starting another`);
      setTimeout(() => closed || start(), PAUSE);
    });
    reply({ open });
  };
  for (let number = 0; number < count; number++) start();
  return {
    tell(order) {
      for (const child of running) if (child.connected) child.send(order);
    },
    async close() {
      closed = true;
      const ends = [...running].map((child) => new Promise((done) => child.once('exit', done)));
      for (const child of running) child.kill('SIGTERM');
      await Promise.all(ends);
    },
  };
}

function hear(report: Report, reply: (order: Order) => void, publisher: Publisher): void {
  const { renew, announce, wake, metrics } = publisher;
  if ('published' in report) renew().catch(console.error);
  if ('announce' in report) announce();
  if ('wake' in report) wake?.(report.wake);
  if ('ask' in report) void metrics.text().then((text) => reply({ metrics: text }));
  if ('counted' in report) {
    for (const { times, ...sum } of report.counted) metrics.count(sum, times);
  }
}

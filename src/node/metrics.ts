// Answered requests → metrics in the text format of Prometheus.
import { Counter, Gauge, Registry } from 'prom-client';

/** An answered request, as far as it is counted. */
export interface Answered {
  route: 'feed' | 'other';
  status: number;
  /** Bytes of the body that were sent. */
  sent: number;
  /** Bytes of the body that a plain 200 would have had; 0 where it is not known. */
  whole: number;
}

export interface Metrics {
  count(answered: Answered): void;
  /** All metrics, and the media type of the text. */
  text(): Promise<{ text: string; mediaType: string }>;
}

/** What is asked when the metrics are. */
export interface Gauges {
  revision(): Promise<number>;
  /** Seconds that the last publication took. */
  publication(): number;
}

/**
 * Counting a request adds to a few numbers: the library's counters take their values from those
 * only when somebody asks for the metrics.
 */
export function createMetrics({ revision, publication }: Gauges): Metrics {
  type Count = { route: string; status: number; count: number };
  const requests = { feed: new Map<number, Count>(), other: new Map<number, Count>() };
  const bytes = { sent: 0, saved: 0 };
  const registry = new Registry();
  // Without the library's own metrics of the process: they watch every garbage collection, at a
  // cost to every poll. Memory tells most of it.
  const registers = [registry];
  new Gauge({
    registers,
    name: 'broadsheet_resident_memory_bytes',
    help: 'Memory of the process that publishes',
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Counter({
    registers,
    name: 'broadsheet_http_requests_total',
    help: 'Requests answered; status 304 and 226 are the polls that cost little',
    labelNames: ['route', 'status'],
    collect() {
      this.reset();
      for (const { route, status, count } of [
        ...requests.feed.values(),
        ...requests.other.values(),
      ]) {
        this.inc({ route, status }, count);
      }
    },
  });
  new Counter({
    registers,
    name: 'broadsheet_http_body_bytes_total',
    help: 'Bytes of bodies: sent, and saved by 304, 226 and encoding',
    labelNames: ['kind'],
    collect() {
      this.reset();
      this.inc({ kind: 'sent' }, bytes.sent);
      this.inc({ kind: 'saved' }, bytes.saved);
    },
  });
  new Gauge({
    registers,
    name: 'broadsheet_revision',
    help: 'Number of the last publication that changed anything',
    async collect() {
      this.set(await revision());
    },
  });
  new Gauge({
    registers,
    name: 'broadsheet_publication_seconds',
    help: 'How long the last publication took',
    collect() {
      this.set(publication());
    },
  });

  return {
    count({ route, status, sent, whole }) {
      const known = requests[route].get(status) ?? { route, status, count: 0 };
      known.count++;
      requests[route].set(status, known);
      bytes.sent += sent;
      bytes.saved += Math.max(0, whole - sent);
    },
    text: async () => ({ text: await registry.metrics(), mediaType: registry.contentType }),
  };
}

// Answered requests → metrics in the text format of Prometheus.
import { Counter, Gauge, Registry } from 'prom-client';
import type { Health } from '../routes/health.ts';

/** An answered request, as far as it is counted. */
export interface Counted {
  route: 'feed' | 'other';
  status: number;
  /** Bytes of the body that were sent. */
  sent: number;
  /** Bytes of the body that a plain 200 would have had. */
  whole: number;
}

export interface Metrics {
  count(answer: Counted): void;
  /** All metrics, and the media type of the text. */
  text(): Promise<{ text: string; mediaType: string }>;
}

/** Figures that are asked for only when somebody asks for the metrics. */
export interface Gauges {
  /** Bytes of memory that the process has. */
  memory(): number;
  revision(): Promise<number>;
  /** Seconds that the last publication took. */
  publication(): number;
  /** What `/health/publication` tells. */
  health(): Promise<Health & { stopped: boolean }>;
}

/**
 * Counting a request adds to a few numbers; the library's counters take their values from those.
 * Its own metrics of the process are left out: they watch every garbage collection.
 */
export function createMetrics({ memory, revision, publication, health }: Gauges): Metrics {
  /** Status → answers. */
  const requests = { feed: new Map<number, number>(), other: new Map<number, number>() };
  const bytes = { sent: 0, saved: 0 };
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      registers,
      name,
      help,
      async collect() {
        this.set(await read());
      },
    });

  gauge('broadsheet_resident_memory_bytes', 'Memory of the process', memory);
  gauge('broadsheet_revision', 'Number of the last publication that changed anything', revision);
  gauge('broadsheet_publication_seconds', 'How long the last publication took', publication);
  /** A figure of the health; not a number where it is not known. */
  const healthGauge = (name: string, help: string, key: keyof Health | 'stopped') =>
    gauge(`broadsheet_${name}`, help, async () => Number((await health())[key] ?? Number.NaN));
  healthGauge('articles', 'Articles that are published', 'articles');
  healthGauge('problems', 'Problems of the archive', 'problems');
  healthGauge('waiting_deliveries', 'Subscribers who are behind', 'waitingDeliveries');
  healthGauge('look_age_seconds', 'Since all of the archive was looked at', 'secondsSinceLook');
  healthGauge('publication_age_seconds', 'Since the last publication', 'secondsSincePublication');
  healthGauge('publication_stopped', '1 where /health/publication answers 503', 'stopped');
  new Counter({
    registers,
    name: 'broadsheet_http_requests_total',
    help: 'Requests answered; status 304 and 226 are the polls that cost little',
    labelNames: ['route', 'status'],
    collect() {
      this.reset();
      for (const [route, counts] of Object.entries(requests)) {
        for (const [status, count] of counts) this.inc({ route, status }, count);
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

  return {
    count({ route, status, sent, whole }) {
      const counts = requests[route];
      counts.set(status, (counts.get(status) ?? 0) + 1);
      bytes.sent += sent;
      bytes.saved += Math.max(0, whole - sent);
    },
    text: async () => ({ text: await registry.metrics(), mediaType: registry.contentType }),
  };
}

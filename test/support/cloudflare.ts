// Cloudflare's API as far as wrangler asks it in a deployment: what it made, and what was uploaded.
import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { listenOn } from './listen.ts';

/** What one upload of the Worker was. */
export interface Upload {
  /** Bindings of the Worker by name; variables and secrets have a `text`. */
  bindings: Record<string, { type: string; text?: string }>;
}

export interface FakeCloudflare {
  /** Environment for wrangler. */
  environment: Record<string, string>;
  /** `METHOD /path`, in the order of the requests. */
  requests: string[];
  uploads: Upload[];
  /** Paths of the files of the last upload. */
  files: string[];
  /** SQL that was sent to D1. */
  queries: string[];
  /** Makes the requests of such a path fail, until it is called again. */
  breakOff(path?: RegExp): void;
}

const DATABASE = '11111111-1111-1111-1111-111111111111';

/** It knows one account, whose name at workers.dev is `newsdesk`. */
export async function openCloudflare(): Promise<FakeCloudflare> {
  const made = new Set<string>();
  let broken: RegExp | undefined;
  const fake = {
    requests: [] as string[],
    uploads: [] as Upload[],
    files: [] as string[],
    queries: [] as string[],
  };

  const answers: [path: RegExp, answer: (body: Buffer, request: IncomingMessage) => unknown][] = [
    [
      /assets-upload-session$/,
      (body) => {
        const { manifest } = JSON.parse(String(body)) as {
          manifest: Record<string, { hash: string }>;
        };
        fake.files = Object.keys(manifest);
        const hashes = [...new Set(Object.values(manifest).map(({ hash }) => hash))];
        return { jwt: token(), buckets: [hashes] };
      },
    ],
    [/\/workers\/assets\/upload$/, () => ({ jwt: token() })],
    [/\/workers\/subdomain$/, () => ({ subdomain: 'newsdesk' })],
    [/\/workers\/workers\/\w+$/, () => ({ subdomain: { enabled: true, previews_enabled: true } })],
    [/\/domains\/changeset$/, () => ({ added: [], removed: [], updated: [], conflicting: [] })],
    [/\/secrets$/, () => []],
    [
      /\/queues$/,
      (_, { method }) => {
        if (method === 'POST') made.add('queue');
        return made.has('queue') ? [QUEUE] : [];
      },
    ],
    [/\/queues\/[^/]+\/consumers$/, () => []],
    [
      /\/d1\/database$/,
      (_, { method }) => {
        const database = { uuid: DATABASE, name: 'broadsheet-db' };
        if (method !== 'POST') return made.has('database') ? [database] : [];
        made.add('database');
        return database;
      },
    ],
    [
      /\/query$/,
      (body) => {
        fake.queries.push(JSON.parse(String(body)).sql);
        return [{ results: [], success: true, meta: {} }];
      },
    ],
    [
      /\/workers\/scripts\/broadsheet$/,
      (body) => {
        made.add('worker');
        const text = String(body);
        const start = text.indexOf('{', text.indexOf('name="metadata"'));
        const { bindings } = JSON.parse(text.slice(start, text.indexOf('\r\n', start)));
        const byName = bindings.map((each: { name: string }) => [each.name, each]);
        fake.uploads.push({ bindings: Object.fromEntries(byName) });
        return { id: 'broadsheet', etag: '', startup_time_ms: 1, deployment_id: 'x' };
      },
    ],
    [/\/deployments$/, () => ({ deployments: [] })],
    [/\/settings$/, () => null],
    [/\/services\/broadsheet$/, () => null],
  ];

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    fake.requests.push(`${request.method} ${pathname}`);
    const [, answer = () => ({})] = answers.find(([path]) => path.test(pathname)) ?? [];
    const result = broken?.test(pathname) ? null : answer(Buffer.concat(chunks), request);
    response.setHeader('Content-Type', 'application/json');
    response.statusCode = result === null ? 404 : /assets\/upload$/.test(pathname) ? 201 : 200;
    const errors = result === null ? [{ code: 10007, message: 'It is not here.' }] : [];
    response.end(JSON.stringify({ success: result !== null, errors, messages: [], result }));
  });
  const port = await listenOn(server);
  onTestFinished(() => void server.close());
  return Object.assign(fake, {
    breakOff: (path?: RegExp) => {
      broken = path;
    },
    environment: {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
      CLOUDFLARE_API_TOKEN: 'token',
      CLOUDFLARE_ACCOUNT_ID: 'account',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
    },
  });
}

const QUEUE = {
  queue_id: 'q',
  queue_name: 'broadsheet-hub',
  producers: [],
  consumers: [],
  producers_total_count: 0,
  consumers_total_count: 0,
};

/** Shaped as a JSON Web Token: wrangler reads when it ends. */
function token(): string {
  const claims = { exp: Math.floor(Date.now() / 1000) + 3600 };
  return `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
}

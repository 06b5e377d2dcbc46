// A document and its gzip → nginx that serves them from files, as fast as it can.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { freePort } from '../bench/processes.ts';

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

/** @throws Error where nginx is missing or does not answer: it is Debian's package `nginx` */
export async function startNginx(document: Uint8Array, workers: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-nginx-'));
  const port = await freePort();
  writeFileSync(join(folder, 'feed.xml'), document);
  writeFileSync(join(folder, 'feed.xml.gz'), gzipSync(document, { level: 9 }));
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, workers));
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(folder, { recursive: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const answered = async () => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const answer = await fetch(`${url}/feed.xml`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      await sleep(25);
    }
    throw new Error('nginx gave no answer');
  };
  await Promise.race([answered(), failed]);
  return { url, stop };
}

function configuration(folder: string, port: number, workers: number): string {
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  return `daemon off; ${user} worker_processes ${workers};
error_log ${folder}/error.log; pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  ${folders.join(' ')}
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=10;
  types { application/rss+xml xml; }
  gzip_static on; etag on; keepalive_requests 1000000000;
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`;
}

// A server under polls while something is published every second → memory, and torn documents.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { median, verdict } from '../bench/harness.ts';
import { startServer } from '../bench/processes.ts';

const PATHS = ['/feed.xml', '/atom.xml', '/feed.json', '/'];
const POLLERS = 16;

/** @param minutes how long */
export async function endurance(home: string, start: string[], minutes: number) {
  const archive = join(home, 'endured');
  cpSync(join(home, 'archive'), archive, { recursive: true });
  const server = await startServer(start, {
    path: '/feed.xml',
    environment: { ARCHIVE: archive, DATABASE: join(home, 'endured.db') },
  });
  const end = performance.now() + minutes * 60_000;
  const memory: number[] = [];
  const counts = { polls: 0, torn: 0, publications: 0 };
  const publish = async () => {
    while (performance.now() < end) {
      writeArticle(archive, counts.publications++);
      await sleep(1000);
      memory.push(residentBytes(server.pid));
    }
  };
  const poll = async (tag = '') => {
    let known = tag;
    while (performance.now() < end) {
      const path = PATHS[counts.polls++ % PATHS.length] as string;
      const answer = await fetchWhole(server.url + path, counts.polls % 3 ? known : '');
      if (answer.status === 200) {
        if (!isWhole(answer)) counts.torn++;
        known = answer.tag;
      }
    }
  };
  await Promise.all([publish(), ...Array.from({ length: POLLERS }, () => poll())]);
  await server.stop();
  // The first fifth warms up.
  const settled = memory.slice(Math.ceil(memory.length / 5));
  const half = Math.floor(settled.length / 2);
  const growth = median(settled.slice(half)) / median(settled.slice(0, half)) - 1;
  console.log(`${counts.polls} polls during ${counts.publications} publications`);
  return [
    verdict(`memory grown in ${minutes} minutes, %`, Math.max(0, growth * 100), { most: 5 }),
    verdict('documents that do not hash to their tag', counts.torn, { most: 0 }),
  ];
}

/** One more article, as a newsroom's would be saved. */
function writeArticle(archive: string, number: number): void {
  const text = `<!--${Date.UTC(2025, 2, 1) + number * 1000}-->\n[第${number}条](https://news.example/${number})\n------\n\n<p>第${number}条的全文。</p>\n`;
  writeFileSync(join(archive, `live-${number}.md`), text);
}

/** What a poll got. */
export interface Answer {
  status: number;
  tag: string;
  coding: string;
  body: Buffer;
  /** The body decoded. */
  text: string;
}

/** Polls with gzip; conditionally where there is a tag. */
export function fetchWhole(url: string, tag: string): Promise<Answer> {
  const headers = { 'Accept-Encoding': 'gzip', ...(tag && { 'If-None-Match': tag }) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, async (answer) => {
      const body = Buffer.concat(await answer.toArray());
      const { etag = '', 'content-encoding': coding = '' } = answer.headers;
      const text = String(decoded(body, coding));
      resolve({ status: answer.statusCode ?? 0, tag: etag, coding, body, text });
    });
    sent.on('error', reject).end();
  });
}

/** Whether a body hashes to its tag, which is made of the digest of the bytes before encoding. */
export function isWhole({ tag, coding, body }: Answer): boolean {
  const digest = createHash('sha256').update(decoded(body, coding)).digest('base64url');
  const [, stated = ''] = /^"([\w-]+?)(?:-gzip)?"$/.exec(tag) ?? [];
  return stated.length >= 20 && digest.startsWith(stated);
}

function decoded(body: Buffer, coding: string): Buffer {
  return coding === 'gzip' && body.length > 0 ? gunzipSync(body) : body;
}

function residentBytes(pid: number): number {
  const [, kilobytes] =
    /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

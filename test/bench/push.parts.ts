// What the bench of pushes starts as processes: a stub of many subscribers, and a bare loop to it.
import { createServer } from 'node:http';
import { createSafeFetch } from '../../src/node/safe-fetch.ts';

const [part, ...args] = process.argv.slice(2);

if (part === 'stub') {
  let count = 0;
  let bytes = 0;
  let last = 0;
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.end(JSON.stringify({ count, bytes, last }));
      return;
    }
    request.on('data', (part: Buffer) => {
      bytes += part.length;
    });
    request.on('end', () => {
      count++;
      last = Date.now();
      response.writeHead(204).end();
    });
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
}

if (part === 'loop') {
  const [url = '', feed = '', times = '', atOnce = ''] = args;
  const body = new Uint8Array(await (await fetch(feed)).arrayBuffer());
  const safeFetch = createSafeFetch({ allowPrivate: true });
  const headers = { 'Content-Type': 'application/rss+xml; charset=utf-8' };
  const start = performance.now();
  let left = Number(times);
  const lane = async () => {
    while (left-- > 0) await safeFetch(url + left, { method: 'POST', headers, body });
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, lane));
  console.log((performance.now() - start) / 1000);
}

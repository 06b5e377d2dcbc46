// URL, coding → a bare node:http server that answers what that URL does: 200, and 304 for its tag.
import { createServer, get, type IncomingMessage } from 'node:http';

const [url = '', coding = 'identity'] = process.argv.slice(2);

/** What Node writes by itself. */
const OWN = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding']);

const { headers, body } = await ask({});
const etag = headers.etag ?? '';
const unchanged = await ask({ 'If-None-Match': etag });

createServer((request, response) => {
  if (request.headers['if-none-match'] === etag) response.writeHead(304, unchanged.headers).end();
  else response.writeHead(200, headers).end(body);
}).listen(Number(process.env.PORT), '127.0.0.1');

async function ask(fields: Record<string, string>) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { 'Accept-Encoding': coding, ...fields } }, resolve).on('error', reject);
  });
  const own = Object.entries(answer.headers).filter(([name]) => !OWN.has(name));
  const headers = Object.fromEntries(own) as Record<string, string>;
  return { headers, body: Buffer.concat(await answer.toArray()) };
}

// Request → 400 where HTTP/1.1 asks for it and Node's parser lets it pass.
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Answers a request with more than one `Host` field (RFC 9112 §3.2), or in a version that no HTTP/1
 * connection has: 0.9 had no fields, and 2.0 has other frames.
 *
 * @returns whether it was answered
 */
export function refuseMalformed(
  { httpVersion, rawHeaders }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const isHost = (text: string, at: number) => at % 2 === 0 && /^host$/i.test(text);
  const problem =
    httpVersion !== '1.1' && httpVersion !== '1.0'
      ? 'This is no version of HTTP; expected HTTP/1.1.\n'
      : rawHeaders.filter(isHost).length > 1 && 'There are two Host fields; expected one.\n';
  if (!problem) return false;
  response.writeHead(400, { 'Content-Type': 'text/plain', Connection: 'close' }).end(problem);
  return true;
}

// A request that Node's parser refuses → its answer: a target in raw UTF-8 is redirected.
import type { Duplex } from 'node:stream';

type ClientError = NodeJS.ErrnoException & { rawPacket?: Buffer };

/** The answers that Node itself gives, by the code of the error; 400 to all others. */
const STATUS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Answers in the place of Node and closes the connection. Some readers send a query as it was
 * typed, in raw UTF-8: they are led to the same address, percent-encoded.
 */
export function answerClientError(error: ClientError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const target = encodedTarget(error.rawPacket);
  const [status, location] = target
    ? ['301 Moved Permanently', `Location: ${target}\r\n`]
    : [STATUS[error.code ?? ''] ?? '400 Bad Request', ''];
  socket.end(`HTTP/1.1 ${status}\r\n${location}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}

/** The target of a GET or HEAD, encoded; undefined where encoding it changes nothing. */
function encodedTarget(packet: Buffer | undefined): string | undefined {
  // One character a byte: no character of Latin-1 takes two.
  const text = packet?.toString('latin1') ?? '';
  const target = /^(?:GET|HEAD) (\/(?!\/)[!-~\x80-\xff]*) HTTP\/1\.[01]\r\n/.exec(text)?.[1];
  const encoded = target?.replace(
    /[\x80-\xff]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return encoded === target ? undefined : encoded;
}

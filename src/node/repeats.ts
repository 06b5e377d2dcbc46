// The same poll over one connection, again and again → the same 304, without parsing it anew.
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Document } from '../store/document.ts';
import type { Asked, Observer } from './observer.ts';
import { notePoll } from './yield.ts';

/** A 304 for a document. */
export interface NotModified {
  document: Document;
  /** Its header fields: names and values in turn. */
  notModified: readonly string[];
}

/** Told of each 304 that was just written. */
export type Repeats = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: NotModified,
) => void;

/** A poll that may come again. */
interface Poll extends NotModified {
  asked: Asked;
  bytes: Buffer;
  /** The header of the answer, and the second that its `Date` is of. */
  header: string;
  second: number;
}

/** What a head ends with (RFC 9112 §2.1). */
const END = '\r\n\r\n';

/**
 * Who polls again over a connection that was kept, be it for many behind a proxy, mostly sends the
 * same bytes, and Node's parser and response cost more than all the rest of a 304. So where two
 * polls in a row had the same header, the next bytes are compared before Node parses them. They
 * are only compared, never read: with the bytes of one whole request that Node parsed and that was
 * answered at once. And only where a request begins, and no answer is owed. All else is Node's.
 *
 * @param peek the document under an address, if it is in the document cache and complete
 * @param keepAlive milliseconds that a connection is kept for a next request
 * @param observe told of every answer given here
 */
export function answerRepeats(
  peek: (url: string) => Document | undefined,
  keepAlive: number,
  observe?: Observer,
): Repeats {
  /** The header of the last poll of each connection. */
  const last = new WeakMap<Socket, string[]>();
  const watched = new WeakSet<Socket>();
  /** The 304s that were written for the bytes which Node was just given to parse. */
  let written: (NotModified & { request: IncomingMessage })[] = [];

  const answer = (socket: Socket, poll: Poll) => {
    notePoll();
    const second = Math.floor(Date.now() / 1000);
    if (poll.second !== second) {
      poll.header = headerOf(poll.notModified, keepAlive);
      poll.second = second;
    }
    socket.write(poll.header, 'latin1');
    observe?.(poll.asked, { status: 304, sent: 0, whole: poll.document.bytes.length });
  };

  const watch = (socket: Socket) => {
    const [parse] = socket.listeners('data');
    // A Node that hands bytes to its parser in another way goes on doing so.
    if (!parse) return;
    socket.off('data', parse as () => void);
    /** Whether the next byte begins a request, and no answer is owed. */
    let between = false;
    let poll: Poll | undefined;
    socket.on('data', (bytes: Buffer) => {
      if (
        poll?.bytes.equals(bytes) &&
        socket.writableLength === 0 &&
        peek(poll.asked.url ?? '') === poll.document
      ) {
        answer(socket, poll);
        return;
      }
      written = [];
      parse.call(socket, bytes);
      const began = between;
      const [only] = written;
      between = only?.request.complete === true && isHead(bytes);
      poll = undefined;
      if (!only || !began || !between) return;
      const { document, notModified, request } = only;
      const { url, method, headers } = request;
      const asked = { url, method, headers, socket };
      poll = { document, notModified, asked, bytes, header: '', second: 0 };
    });
  };

  return (request, response, answer) => {
    const { socket } = response;
    // Without a socket it waits for the answers to earlier requests.
    if (!socket || !response.shouldKeepAlive || request.headers.expect !== undefined) return;
    if (watched.has(socket)) {
      written.push({ ...answer, request });
      return;
    }
    const { rawHeaders } = request;
    if (isSame(last.get(socket), rawHeaders)) {
      watched.add(socket);
      watch(socket);
    }
    last.set(socket, rawHeaders);
  };
}

function isSame(fields: string[] | undefined, others: string[]): boolean {
  if (fields?.length !== others.length) return false;
  for (let at = 0; at < others.length; at++) if (fields[at] !== others[at]) return false;
  return true;
}

/** Whether the bytes hold one end of a head, as their end: nothing follows it. */
function isHead(bytes: Buffer): boolean {
  return bytes.indexOf(END) === bytes.length - END.length;
}

/** The header of a 304 as Node writes it. */
function headerOf(fields: NotModified['notModified'], keepAlive: number): string {
  const lines = [`HTTP/1.1 304 ${STATUS_CODES[304]}`];
  for (let at = 0; at < fields.length; at += 2) lines.push(`${fields[at]}: ${fields[at + 1]}`);
  lines.push(`Date: ${new Date().toUTCString()}`);
  lines.push('Connection: keep-alive', `Keep-Alive: timeout=${Math.floor(keepAlive / 1000)}`);
  return lines.join('\r\n') + END;
}

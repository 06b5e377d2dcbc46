// Document → its bytes in every coding, made in zlib's threads and never while a request waits.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import type { Coding, Document } from '../store/document.ts';

type Compress = (bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>;

/** What compresses text. @param levels of zlib, brotli and zstd */
export function compressors(levels: Record<Coding, number>): Record<Coding, Compress> {
  return {
    gzip: (bytes) => promisify(gzip)(bytes, { level: levels.gzip }),
    br: (bytes) =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: levels.br,
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
    zstd: (bytes) =>
      promisify(zstdCompress)(bytes, {
        // Told the size, it takes 1 ms for a short document; not told, 44 ms for any.
        pledgedSrcSize: bytes.length,
        params: { [constants.ZSTD_c_compressionLevel]: levels.zstd },
      }),
  };
}

/** The best there is: a document is compressed once, and sent many times. */
const compress = compressors({ gzip: 9, br: 11, zstd: 19 });

/** A document that waits for its codings. */
export interface Order {
  document: Document;
  /** When the best levels are worth their time: before anyone gets it, when there is time, never. */
  best: 'first' | 'later' | 'never';
  /** Whether it is still in the document cache; asked before each coding is made. */
  wanted: () => boolean;
  /** Told of each coding as it is ready. */
  made?: (coding: Coding, bytes: Uint8Array) => Promise<void>;
}

export interface Encoder {
  /**
   * Fills in `document.encoded`. Resolves when the document can be handed out: no client that takes
   * an encoded one gets it as it is. Nothing is left to do for it when `rest` resolves.
   */
  encode(order: Order): Promise<{ rest: Promise<void> }>;
}

/**
 * Makes gzip at once. The best levels take a second for each megabyte: they are made one document
 * at a time, so that publishing every second leaves a core to the polls, and what a newer
 * document has replaced meanwhile is passed over.
 */
export function createEncoder(): Encoder {
  let last: Promise<void> = Promise.resolve();
  return {
    async encode(order) {
      const { document, best } = order;
      document.encoded ??= {};
      await make(order, 'gzip');
      if (best === 'first') {
        await Promise.all([make(order, 'br'), make(order, 'zstd')]);
      } else if (best === 'later') {
        last = last.then(() => make(order, 'br')).then(() => make(order, 'zstd'));
        return { rest: last };
      }
      return { rest: Promise.resolve() };
    },
  };
}

async function make({ document, wanted, made }: Order, coding: Coding): Promise<void> {
  const { bytes, encoded = {} } = document;
  if (encoded[coding] || !wanted()) return;
  const result = await compress[coding](bytes);
  // A few bytes of text only grow.
  if (result.length >= bytes.length) return;
  encoded[coding] = result;
  await made?.(coding, result);
}

// What the threads tell each other: every message there is.
import type { Compiled } from '../../article/article.ts';
import type { SourceTable } from '../../article/sources.ts';
import type { Site } from '../../feed/types.ts';
import type { Settings } from '../../http/config.ts';
import type { Poll } from '../../http/operators/readership.ts';
import type { Coding, Document } from '../../store/document.ts';
import type { ShownDocument } from '../../store/documents.ts';

/** A request as a thread is asked it, and its answer; bytes are moved, not copied. */
export interface Asked {
  type: 'ask';
  id: number;
  method: string;
  url: string;
  headers: [name: string, value: string][];
  body: Uint8Array<ArrayBuffer> | null;
  /** Address of the client; null where it is not known. */
  client: string | null;
}
export interface Answered {
  type: 'answer';
  id: number;
  status: number;
  headers: [name: string, value: string][];
  body: Uint8Array<ArrayBuffer> | null;
}

/** Said once by every thread: it is loaded, and takes messages. */
export interface Ready {
  type: 'ready';
}

/** Seconds of CPU time that a thread has taken when it says something. */
interface Cpu {
  cpu: number;
}

/** Main → publisher, which holds the database that is written to. */
export interface PublisherData {
  settings: Settings;
  /** The server's own address: that of the site where SITE_URL is not set. */
  url: string;
  /** Withdraws what is gone from the archive at the start, even if that is most of it. */
  withdraw?: boolean;
}
export type ToPublisher =
  | Asked
  /** What readers poll most of the standing documents, as they were shown. */
  | { type: 'polled'; documents: Map<string, ShownDocument> }
  | { type: 'readership'; polls: Poll[] }
  | { type: 'close' };

/** Publisher → main. */
export type FromPublisher =
  | Answered
  /** Its database cannot be used, or is another archive's: there is nothing to serve. */
  | { type: 'failed'; message: string }
  | { type: 'opened'; buildId: string }
  | { type: 'progress'; done: number; total: number }
  /** Something was published: it asks for what is polled, and then composes that. */
  | { type: 'committed' }
  | { type: 'documents'; revision: number; documents: Map<string, Document> }
  /** A coding of a document that was handed over before. */
  | {
      type: 'coding';
      address: string;
      etag: string;
      coding: Coding;
      bytes: Uint8Array<ArrayBuffer>;
    }
  /** The archive was looked at, and what changed is published. */
  | { type: 'published'; seconds: number; summary: string | null }
  /** Something for the operator: a problem of the archive, or what went wrong. */
  | { type: 'trouble'; message: string };

/** Publisher → compiler, and back: the results come in the order of the files. */
export interface CompilerData {
  /** BCP 47 tag for articles whose text does not tell its language. */
  language: string;
}
export type ToCompiler =
  | { type: 'sources'; sources: SourceTable }
  | { type: 'file'; path: string; bytes: Uint8Array; now: number };
export type FromCompiler = (Ready | { type: 'compiled'; compiled: Compiled }) & Cpu;

/** Main → reader, which answers what is not ready from a database that it only reads. */
export interface ReaderData extends PublisherData {
  buildId: string;
}
/** `known`: the main thread has the document under this address. */
export type ToReader = Asked & { known: boolean };
export type FromReader = Cpu &
  (
    | Ready
    /** With the document that was sent, if it may be sent again until the next publication. */
    | (Answered & { shown: { address: string; revision: number; document: Document } | null })
  );

/** Export → composer, which asks the application for standing documents, in a thread of its own. */
export interface ComposerData {
  database: string;
  site: Site;
}
export interface ToComposer {
  type: 'compose';
  addresses: string[];
}
export type FromComposer = Ready | { type: 'composed'; answers: Composition[] };
/** An address, and the document there; or the sentence with which there is none. */
export type Composition = { address: string } & (
  | { bytes: Uint8Array<ArrayBuffer> }
  | { failure: string }
);

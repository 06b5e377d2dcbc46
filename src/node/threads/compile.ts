// Parser in a thread of its own: a file that takes too long ends with that thread, and is named.
import type { Worker } from 'node:worker_threads';
import type { Compiled } from '../../article/article.ts';
import type { SourceTable } from '../../article/sources.ts';
import type { LoadParser } from '../../publish/read.ts';
import { cpuOf, limitCpu } from './limit.ts';
import type { FromCompiler, ToCompiler } from './protocol.ts';
import type { Start } from './thread.ts';

/** Milliseconds without work after which the thread ends, and its memory is free. */
const IDLE = 30_000;
/** A file may take so many times as long by the clock: other programs may have the machine. */
const PATIENCE = 15;

/** A file that the thread was sent, and has not answered. */
interface Job {
  message: ToCompiler & { type: 'file' };
  resolve(compiled: Compiled): void;
  reject(error: Error): void;
}

export interface Compiler {
  loadParser: LoadParser;
  close(): Promise<void>;
}

/**
 * The thread is started with the first file, so that a start that finds nothing changed needs none.
 *
 * @param seconds of CPU time that one file may take
 */
export function createCompiler(start: Start, seconds: number): Compiler {
  let sources: SourceTable = new Map();
  let worker: Worker | undefined;
  let loaded = false;
  /** In the order in which they are compiled. */
  const jobs: Job[] = [];
  /** Ends the watch of the first of them. */
  let unwatch = () => {};
  /** CPU seconds that the thread had taken when it began with the first of them. */
  let before = 0;

  const post = (message: ToCompiler) => worker?.postMessage(message);

  const open = () => {
    const opened = start();
    worker = opened;
    loaded = false;
    opened.unref();
    opened.on('message', (message: FromCompiler) => worker === opened && heard(message));
    opened.on('error', (error) => worker === opened && ended(error.message));
    opened.on('exit', () => worker === opened && ended('its thread ended'));
    post({ type: 'sources', sources });
    for (const { message } of jobs) post(message);
  };

  const heard = (message: FromCompiler) => {
    before = message.cpu;
    if (message.type === 'ready') loaded = true;
    else jobs.shift()?.resolve(message.compiled);
    watch();
  };

  /** Gives the first file its time, from now on. */
  const watch = () => {
    unwatch();
    const watched = worker;
    if (!watched || jobs.length === 0) {
      const timer = setTimeout(() => void close(), IDLE).unref();
      unwatch = () => clearTimeout(timer);
      return;
    }
    const patience = PATIENCE * seconds;
    unwatch = limitCpu({
      cpu: () => cpuOf(watched),
      before,
      seconds,
      patience,
      over(byClock) {
        const late = `reading it was given up after ${patience} s, until later`;
        drop(byClock ? late : `it takes more than ${seconds} s to read`, byClock);
      },
    });
  };

  const ended = (reason: string) => {
    if (loaded) return drop(`reading it ended in an error: ${reason}`);
    // No file is at fault.
    worker = undefined;
    for (const { reject } of jobs.splice(0)) reject(new Error(`no article can be read: ${reason}`));
  };

  /** Rejects the first file, and goes on with the others in another thread. */
  const drop = (what: string, passing = false) => {
    const job = jobs.shift();
    void close();
    if (jobs.length > 0) open();
    const message = `${what}; expected an article that a newsroom would publish`;
    const { path = '' } = job?.message ?? {};
    const problem = { path, line: 0, severity: 'error', message } as const;
    job?.resolve({ problem: { ...problem, ...(passing && { passing }) } });
  };

  const close = async () => {
    unwatch();
    const old = worker;
    worker = undefined;
    await old?.terminate();
  };

  return {
    async loadParser(table) {
      sources = table;
      post({ type: 'sources', sources });
      return ({ path, bytes }, now) =>
        new Promise<Compiled>((resolve, reject) => {
          const message = { type: 'file', path, bytes, now } as const;
          jobs.push({ message, resolve, reject });
          if (!worker) open();
          else post(message);
          if (loaded && jobs.length === 1) watch();
        });
    },
    async close() {
      for (const { reject } of jobs.splice(0)) reject(new Error('the program ends'));
      await close();
    },
  };
}

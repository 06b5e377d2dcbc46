// Parser in a thread of its own: a file that takes too long ends with that thread, and is named.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { Compiled } from '../../article/article.ts';
import type { SourceTable } from '../../article/sources.ts';
import type { LoadParser } from '../../publish/read.ts';
import type { FromCompiler, ToCompiler } from './protocol.ts';
import { cpuSeconds, type Start } from './thread.ts';

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
  let timer: NodeJS.Timeout | undefined;
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
    clearTimeout(timer);
    const [job] = jobs;
    const [watched, began] = [worker, before];
    if (!job || !watched) {
      timer = setTimeout(() => jobs.length === 0 && void close(), IDLE).unref();
      return;
    }
    const end = performance.now() + PATIENCE * seconds * 1000;
    const lookIn = (milliseconds: number) => {
      timer = setTimeout(async () => {
        const taken = (await cpuOf(watched, end - performance.now())) - began;
        if (jobs[0] !== job || worker !== watched) return;
        if (taken >= seconds) drop(`it takes more than ${seconds} s to read`);
        else if (performance.now() < end) lookIn(Math.max(20, (seconds - taken) * 1000));
        else drop(`reading it took ${PATIENCE * seconds} s, and was given up until later`, true);
      }, milliseconds).unref();
    };
    lookIn(seconds * 1000);
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
    clearTimeout(timer);
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

/** CPU seconds of a thread so far; 0 where it does not tell within so many milliseconds. */
async function cpuOf(worker: Worker, milliseconds: number): Promise<number> {
  const told = worker.cpuUsage().then(cpuSeconds, () => 0);
  return Promise.race([told, sleep(milliseconds, 0, { ref: false })]);
}

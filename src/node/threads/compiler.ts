// The thread that reads hostile text: article files → Articles. It holds nothing that could be lost.
import { parentPort, workerData } from 'node:worker_threads';
import { loadParser } from '../parser.ts';
import { cpuSeconds } from './limit.ts';
import type { CompilerData, FromCompiler, ToCompiler } from './protocol.ts';
import { lowerPriority } from './thread.ts';

lowerPriority();
const { language } = workerData as CompilerData;
const load = loadParser(language);
let parse = await load(new Map());
const say = (message: FromCompiler) => parentPort?.postMessage(message);

// One after the other: the publisher takes the first file without an answer for the one at work.
let last = Promise.resolve();
parentPort?.on('message', (message: ToCompiler) => {
  last = last.then(async () => {
    if (message.type === 'sources') parse = await load(message.sources);
    else {
      const compiled = await parse(message, message.now);
      say({ type: 'compiled', compiled, cpu: cpuSeconds() });
    }
  });
});
say({ type: 'ready', cpu: cpuSeconds() });

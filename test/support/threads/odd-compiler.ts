// A compiler for which some files take for ever, or that some end, or that waits for the machine.
import { parentPort } from 'node:worker_threads';
import { loadParser } from '../../../src/node/parser.ts';
import { cpuSeconds } from '../../../src/node/threads/limit.ts';
import type { ToCompiler } from '../../../src/node/threads/protocol.ts';

const parse = await loadParser('zh-Hans')(new Map());

parentPort?.on('message', async (message: ToCompiler) => {
  if (message.type !== 'file') return;
  if (message.path.startsWith('hangs')) for (;;);
  if (message.path.startsWith('dies')) process.exit(1);
  // Other programs have the machine for longer than a file may take.
  if (message.path.startsWith('waits'))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
  const compiled = await parse(message, message.now);
  parentPort?.postMessage({ type: 'compiled', compiled, cpu: cpuSeconds() });
});
parentPort?.postMessage({ type: 'ready', cpu: cpuSeconds() });

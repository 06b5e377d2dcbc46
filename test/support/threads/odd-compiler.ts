// A compiler for which some files take for ever, or that some end.
import { parentPort } from 'node:worker_threads';
import { loadParser } from '../../../src/node/parser.ts';
import type { ToCompiler } from '../../../src/node/threads/protocol.ts';

const parse = await loadParser('zh-Hans')(new Map());

parentPort?.on('message', async (message: ToCompiler) => {
  if (message.type !== 'file') return;
  if (message.path.startsWith('hangs')) for (;;);
  if (message.path.startsWith('dies')) process.exit(1);
  const compiled = await parse(message, message.now);
  parentPort?.postMessage({ type: 'compiled', compiled });
});
parentPort?.postMessage({ type: 'ready' });

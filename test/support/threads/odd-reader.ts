// A reader that takes as long, or ends, as the search that it is asked for says.
import { parentPort, workerData } from 'node:worker_threads';
import { cpuSeconds } from '../../../src/node/threads/limit.ts';
import type { Asked } from '../../../src/node/threads/protocol.ts';

const gate = new Int32Array(workerData.gate as SharedArrayBuffer);
const body = new TextEncoder().encode('read');

parentPort?.on('message', ({ id, url }: Asked) => {
  const search = new URL(url).searchParams.get('q');
  if (search === 'dies') process.exit(1);
  if (search === 'breaks') throw new Error('out of memory');
  if (search === 'hangs') for (;;);
  if (search === 'late') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);
  if (search === 'waits') Atomics.wait(gate, 0, 0);
  parentPort?.postMessage({
    ...{ type: 'answer', id, status: 200, headers: [], body, shown: null },
    cpu: cpuSeconds(),
  });
});
parentPort?.postMessage({ type: 'ready', cpu: cpuSeconds() });

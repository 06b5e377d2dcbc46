// A publisher that has read some files, and goes on only when the test opens its gate.
import { parentPort, workerData } from 'node:worker_threads';

parentPort?.postMessage({ type: 'opened', buildId: 'test' });
parentPort?.postMessage({ type: 'progress', done: 3, total: 7 });
Atomics.wait(new Int32Array(workerData.gate as SharedArrayBuffer), 0, 0);
await import('../../../src/node/threads/publisher.ts');

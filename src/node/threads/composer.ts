// A thread of an export: addresses → their documents, from a database that it only reads.
import { parentPort, workerData } from 'node:worker_threads';
import { createAsk } from '../export/ask.ts';
import { openSqlite } from '../sqlite.ts';
import type { ComposerData, Composition, FromComposer, ToComposer } from './protocol.ts';

const { database, site } = workerData as ComposerData;
const ask = createAsk(openSqlite(database, true), site);
const say = (message: FromComposer, transfer: ArrayBuffer[] = []) =>
  parentPort?.postMessage(message, transfer);

parentPort?.on('message', async ({ addresses }: ToComposer) => {
  const answers: Composition[] = [];
  for (const address of addresses) answers.push(await ask(address));
  const moved = answers.flatMap((answer) => ('bytes' in answer ? answer.bytes.buffer : []));
  say({ type: 'composed', answers }, moved);
});
say({ type: 'ready' });

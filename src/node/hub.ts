// npm run hub -- list | drop ID… | drop --host HOST | drop --topic URL: who is subscribed.
import { parseArgs } from 'node:util';
import { hubState } from '../store/hub/state.ts';
import { dropSubscriptions, listSubscriptions } from '../store/hub/subscriptions.ts';
import { count } from './console.ts';
import { commandSettings, fail } from './settings.ts';
import { openSqlite } from './sqlite.ts';

const USAGE = [
  'usage: npm run hub -- list',
  '       npm run hub -- drop ID… | --host HOST | --topic URL',
];

/** Told to subscribers that are dropped (W3C WebSub §5.2). */
const REASON = 'the operator of the hub ended it';

const { positionals, values } = (() => {
  const options = { host: { type: 'string' }, topic: { type: 'string' } } as const;
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return fail((error as Error).message, ...USAGE);
  }
})();
const [command, ...rest] = positionals;
const ids = rest.map(Number);
const { host, topic } = values;
const selections = [
  ...(ids.length > 0 ? [{ ids }] : []),
  ...(host ? [{ host }] : []),
  ...(topic ? [{ topic }] : []),
];
const [which, more] = selections;
const understood =
  command === 'list' ? positionals.length === 1 && !which : command === 'drop' && which && !more;
if (!understood || ids.some((id) => !Number.isSafeInteger(id))) fail(...USAGE);

const db = openSqlite(commandSettings().DATABASE);
if (which) {
  const dropped = await dropSubscriptions(db, which, REASON, Date.now());
  console.log(`${count(dropped, 'subscription')} dropped; within half a minute they are told so`);
} else {
  for (const subscription of await listSubscriptions(db)) {
    const { id, topic, callback, expires, failures } = subscription;
    const until = new Date(expires).toISOString().slice(0, 16);
    const failing = failures > 0 ? `, failed ${failures} times in a row` : '';
    console.log(`${id}  ${topic} → ${callback}, until ${until}Z${failing}`);
  }
  const { topics, delivered, failed, waiting, oldestUndelivered } = await hubState(db, Date.now());
  const age = oldestUndelivered === null ? '' : `, for ${Math.round(oldestUndelivered / 1000)} s`;
  console.log(
    `${count(topics.length, 'topic')}, ${delivered} delivered, ${failed} failed, ${waiting} waiting${age}`,
  );
}
db.close();

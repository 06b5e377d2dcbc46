// Lists who is subscribed, or ends subscriptions.
import type { Settings } from '../http/config.ts';
import { hubState } from '../store/hub/state.ts';
import { dropSubscriptions, listSubscriptions } from '../store/hub/subscriptions.ts';
import { CommandError, count } from './console.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';

/** Told to subscribers that are dropped (W3C WebSub §5.2). */
const REASON = 'the operator of the hub ended it';

export interface HubOptions {
  host?: string;
  topic?: string;
}

/**
 * @param operands `list`, or `drop` and ids of subscriptions
 * @throws CommandError where it is not said, or said twice, what to drop
 */
export async function hub(
  { DATABASE }: Settings,
  { host, topic }: HubOptions,
  [action, ...operands]: readonly string[],
): Promise<void> {
  const ids = operands.map(Number);
  const named = [ids.length > 0, host, topic].filter(Boolean).length;
  const understood = named === (action === 'drop' ? 1 : 0) && /^(list|drop)$/.test(action ?? '');
  if (!understood || !ids.every(Number.isSafeInteger)) {
    throw new CommandError(
      'expected broadsheet hub list, or broadsheet hub drop ID… | --host HOST | --topic URL',
    );
  }
  const db = openSqlite(DATABASE);
  try {
    if (action === 'list') return await printSubscriptions(db);
    const which = topic ? { topic } : { ids: host ? await idsAt(db, host) : ids };
    const dropped = await dropSubscriptions(db, which, REASON, Date.now());
    console.log(`${count(dropped, 'subscription')} dropped; within half a minute they are told so`);
  } finally {
    db.close();
  }
}

/** Subscriptions with callbacks on a host; on all hosts of a domain, if that is what is named. */
async function idsAt(db: SqliteDatabase, host: string): Promise<number[]> {
  const all = await listSubscriptions(db);
  return all
    .filter((each) => each.host === host || new URL(each.callback).hostname === host)
    .map(({ id }) => id);
}

async function printSubscriptions(db: SqliteDatabase): Promise<void> {
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

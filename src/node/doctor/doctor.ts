// `broadsheet doctor URL`: asks a live site what feed readers ask, and says what to mend.
import type { Settings } from '../../http/config.ts';
import { CommandError, count } from '../console.ts';
import { examine, MAX_FEEDS } from './examine.ts';
import { createAsk } from './exchange.ts';
import type { Finding } from './finding.ts';

export interface DoctorOptions {
  /** Documents of the history that are read of each feed. */
  pages?: string;
}

/** Requests that one feed may cost besides its history. */
const REQUESTS = 40;
const PAUSE_MS = 100;

/**
 * Looks at a feed, or at the feeds that a page names, and prints a line for each thing that was
 * looked at, with what to do about it.
 *
 * @returns false where there is a fault
 * @throws CommandError where the operand is no address
 */
export async function doctor(
  _: Settings,
  { pages = '50' }: DoctorOptions,
  [operand = '']: readonly string[],
): Promise<boolean> {
  const address = URL.parse(operand);
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new CommandError(`${operand} is no address; expected one such as https://feeds.example/`);
  }
  if (!/^\d{1,4}$/.test(pages)) {
    throw new CommandError(`--pages ${pages}: expected a whole number up to 9999`);
  }
  const ask = createAsk(MAX_FEEDS * (REQUESTS + Number(pages)), PAUSE_MS);
  const levels: Finding['level'][] = [];
  const print = (found: Finding | string) => {
    if (typeof found === 'string') return console.log(`\n${found}`);
    const { level, what, todo } = found;
    levels.push(level);
    console.log(`${level.padEnd(7)} ${what}${todo ? `\n        → ${todo}` : ''}`);
  };
  await examine(ask, address, Number(pages), print);
  const faults = levels.filter((level) => level === 'fault').length;
  const notices = levels.filter((level) => level === 'notice').length;
  console.log(`${count(faults, 'fault')}, ${count(notices, 'notice')}`);
  return faults === 0;
}

// [--homes 5] [--rounds 40]: SIGKILLs while it publishes, answers and delivers; nothing may be lost.
import { parseArgs } from 'node:util';
import { table, verdict } from '../bench/harness.ts';
import { killWhileDelivering } from '../support/hub.kill.ts';

/** Kills that many programs side by side, each so often, and says what was lost, torn or missed. */
export async function trial(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      homes: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '40' },
    },
  });
  const [homes, rounds] = [Number(values.homes), Number(values.rounds)];
  const killed = await Promise.all(
    Array.from({ length: homes }, (_, home) => killWhileDelivering(home, rounds)),
  );
  const missed = killed.reduce((sum, { received }) => sum + rounds - new Set(received).size, 0);
  const isSorted = (numbers: number[]) =>
    numbers.every((each, at) => each >= (numbers[at - 1] ?? 0));
  const disordered = killed.filter(({ received }) => !isSorted(received)).length;
  const faults = killed.flatMap((each, home) =>
    each.faults.map((fault) => `home ${home}, ${fault}`),
  );
  console.log([...faults, ''].join('\n'));
  const lost = verdict('articles missing, documents torn, databases damaged', faults.length, {
    most: 0,
  });
  const rows = [
    ['', 'measured', 'goal', ''],
    lost,
    verdict('deliveries that a subscriber missed', missed, { most: 0 }),
    verdict('subscribers who got them out of order', disordered, { most: 0 }),
  ];
  console.log(`${table(rows)}\n\n${homes * rounds} kills`);
  if (faults.length + missed + disordered > 0) process.exitCode = 1;
}

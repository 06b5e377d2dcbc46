// [--homes 5] [--rounds 10]: SIGKILLs between publication and delivery; no document may be lost.
import { parseArgs } from 'node:util';
import { killWhileDelivering } from '../support/hub.kill.ts';

/** Kills that many programs side by side, each so often, and says what was missed or out of order. */
export async function trial(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      homes: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '10' },
    },
  });
  const [homes, rounds] = [Number(values.homes), Number(values.rounds)];
  const received = await Promise.all(
    Array.from({ length: homes }, (_, home) => killWhileDelivering(home, rounds)),
  );
  const missed = received.map((numbers) => rounds - new Set(numbers).size);
  const sorted = received.map((numbers) => numbers.toSorted((a, b) => a - b).join());
  const disordered = received.filter((numbers, at) => numbers.join() !== sorted[at]).length;
  const sum = missed.reduce((total, each) => total + each, 0);
  console.log(`${homes * rounds} kills: ${sum} documents missed, ${disordered} homes out of order`);
  if (sum + disordered > 0) process.exitCode = 1;
}

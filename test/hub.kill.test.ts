// SIGKILL while it publishes and delivers: nothing is lost or torn, nobody misses a document.
// `npm run trial -- kills` does it by the hundred.
import { expect, test } from 'vitest';
import { killWhileDelivering, MOMENTS } from './support/hub.kill.ts';

test('killed once at each moment', async () => {
  const { received, faults } = await killWhileDelivering(0, MOMENTS.length);
  expect(faults).toEqual([]);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
  expect(new Set(received)).toEqual(new Set(MOMENTS.map((_, at) => at + 1)));
});

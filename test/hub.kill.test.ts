// SIGKILL between publication and delivery: nobody misses a document, none is out of order.
// `npm run trial -- kills` does it by the hundred.
import { expect, test } from 'vitest';
import { killWhileDelivering, MOMENTS } from './support/hub.kill.ts';

test('killed once at each moment', async () => {
  const received = await killWhileDelivering(0, MOMENTS.length);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
  expect(new Set(received)).toEqual(new Set(MOMENTS.map((_, at) => at + 1)));
});

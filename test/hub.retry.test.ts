// The policy of retries: what answers mean, and how long the hub tries.
import { describe, expect, test } from 'vitest';
import { outcomeOf, retryDelay } from '../src/hub/retry.ts';
import { retryAfterOf } from '../src/hub/safe-fetch.ts';

test.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [299, 'delivered'],
  [301, 'failed'],
  [304, 'failed'],
  [404, 'failed'],
  [410, 'gone'],
  [429, 'failed'],
  [500, 'failed'],
])('%d means %s', (status, outcome) => {
  expect(outcomeOf(status)).toBe(outcome);
});

describe('pauses', () => {
  const pauses = (chance: number, count = 16) =>
    Array.from({ length: count }, (_, at) => retryDelay(at + 1, chance));

  test('double, and never exceed six hours and a quarter more', () => {
    expect(pauses(0.5).slice(0, 5)).toEqual([10_000, 20_000, 40_000, 80_000, 160_000]);
    expect(retryDelay(1000, 0.5)).toBe(6 * 3_600_000);
    expect(retryDelay(1000, 0.999)).toBeLessThanOrEqual(7.5 * 3_600_000);
  });

  test('cover 24 hours within 16 attempts, whatever chance does', () => {
    for (const chance of [0, 0.5, 0.999]) {
      const sum = pauses(chance).reduce((total, pause) => total + pause, 0);
      expect(sum).toBeGreaterThan(24 * 3_600_000);
    }
  });

  test('are spread a quarter to either side', () => {
    expect(retryDelay(3, 0)).toBe(30_000);
    expect(retryDelay(3, 1)).toBe(50_000);
  });

  test('are as long as the subscriber asks, up to a day', () => {
    expect(retryDelay(1, 0.5, 120)).toBe(120_000);
    expect(retryDelay(1, 0.5, 5)).toBe(10_000);
    expect(retryDelay(1, 0.5, 999_999)).toBe(86_400_000);
  });
});

test.each([
  ['120', 120],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
  ['-1', 0],
  [undefined, 0],
])('Retry-After: %s is %d seconds', (field, seconds) => {
  expect(retryAfterOf(field)).toBe(seconds);
});

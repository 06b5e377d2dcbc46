// The bench harness: figures from the right rounds, of the right process, and lists for the lost.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { figure, interleave, median, table, verdict } from './bench/harness.ts';
import { requestsPerSecond, run, startServer } from './bench/processes.ts';

test.each([
  [[3], 3],
  [[1, 9, 2], 2],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (figures, expected) => {
  expect(median(figures)).toBe(expected);
});

test('contenders take turns, and the warm-up does not count', async () => {
  const calls: string[] = [];
  const contender = (name: string, figures: number[]) => async () => {
    calls.push(name);
    return figures.shift() ?? Number.NaN;
  };
  const medians = await interleave(
    { a: contender('a', [1000, 1, 2, 3]), b: contender('b', [1000, 7, 9, 8]) },
    { rounds: 3, warmUps: 1 },
  );
  expect(medians).toEqual({ a: 2, b: 8 });
  expect(calls.join('')).toBe('abababab');
});

test.each([
  [0.012345, '0.0123'],
  [1, '1.00'],
  [999.7, '1,000'],
  [94_600.4, '94,600'],
])('%d is printed as %s', (value, printed) => {
  expect(figure(value)).toBe(printed);
});

test('a table lines up its figures, and says which goals were met', () => {
  const rows = [['goal', 'measured', 'wanted', ''], verdict('first', 1.1, { most: 1.2 })];
  expect(table([...rows, verdict('304', 0.5, { least: 0.55 })])).toBe(
    [
      'goal   measured  wanted',
      'first      1.10   ≤ 1.2     met',
      '304       0.500  ≥ 0.55  missed',
    ].join('\n'),
  );
});

test('the peak memory of a command is its own, and includes what it freed again', async () => {
  const idle = await run(['-e', 'setTimeout(() => {}, 100)']);
  const greedy = await run([
    '-e',
    'Buffer.alloc(2e8, 1); setTimeout(() => console.log("done"), 100)',
  ]);
  expect(greedy.stdout).toBe('done\n');
  expect(greedy.peakBytes - idle.peakBytes).toBeGreaterThan(1.8e8);
});

test('a command that fails says why', async () => {
  await expect(run(['-e', 'throw new Error("no archive")'])).rejects.toThrow('no archive');
});

const SERVER = `require('node:http').createServer((request, response) => {
  response.writeHead(request.headers['if-none-match'] === '"a"' ? 304 : request.url === '/' ? 200 : 404).end();
}).listen(process.env.PORT, '127.0.0.1')`;

test('a server is started, put under load and stopped', async () => {
  const server = await startServer(['-e', SERVER]);
  try {
    expect(await requestsPerSecond(`${server.url}/`, { seconds: 1 })).toBeGreaterThan(0);
    const headers = { 'if-none-match': '"a"' };
    expect(await requestsPerSecond(`${server.url}/`, { headers, seconds: 1 })).toBeGreaterThan(0);
    await expect(requestsPerSecond(`${server.url}/lost`, { seconds: 1 })).rejects.toThrow();
  } finally {
    await server.stop();
  }
  await expect(fetch(server.url)).rejects.toThrow();
});

test('a server that ends before it answers is reported', async () => {
  const start = startServer(['-e', 'console.error("port taken"); process.exit(1)']);
  await expect(start).rejects.toThrow('port taken');
});

test('an unknown bench lists the benches there are', async () => {
  const script = fileURLToPath(new URL('bench/run.ts', import.meta.url));
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [script, 'nonesuch'], (error, _, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });
  expect(code).toBe(1);
  expect(stderr).toContain("No bench is called 'nonesuch'");
  expect(stderr).not.toMatch(/^ {2}(run|harness|processes) /m);
});

// Commands → how long they take, how much memory they need, how many requests a second they answer.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

type Environment = Record<string, string | undefined>;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm start` runs, as arguments for Node. */
export const START: string[] = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'))
  .scripts.start.split(' ')
  .slice(1);

/**
 * The most memory a living process ever had resident, in bytes: VmHWM of /proc (Linux). Not
 * `ru_maxrss`: a child inherits that from the process that started it.
 *
 * @returns undefined once the process has ended
 */
export function peakMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/**
 * CPU time that the main thread of a living process has taken, in seconds (Linux): the one that
 * answers what is ready. Others publish, compose and encode beside it.
 */
export function mainThreadSeconds(pid: number): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e9;
}

/** What the machine has to do besides, for the line below a table (Linux). */
export function machineLoad(): string {
  const [load = '?'] = readFileSync('/proc/loadavg', 'utf8').split(' ');
  return `load ${load} on ${availableParallelism()} cores`;
}

/** CPU time that a living process has taken, with its threads, in seconds (Linux). */
function cpuSeconds(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    // utime and stime, in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/**
 * Runs Node, or another program, to its end. The peak and the CPU time are read every 10 ms: what
 * comes in the last moments may be missed.
 *
 * @throws Error with what it wrote to stderr, if it does not exit with 0
 */
export async function run(
  args: string[],
  environment: Environment = {},
  { program = process.execPath, cwd }: { program?: string; cwd?: string } = {},
): Promise<{ seconds: number; cpu: number; peakBytes: number; stdout: string }> {
  const start = performance.now();
  const env = { ...process.env, ...environment };
  const child = spawn(program, args, { env, ...(cwd && { cwd }) });
  const output = collect(child);
  let peakBytes = 0;
  let cpu = 0;
  const watch = setInterval(() => {
    const pid = child.pid as number;
    peakBytes = Math.max(peakBytes, peakMemory(pid) ?? 0);
    cpu = Math.max(cpu, cpuSeconds(pid) ?? 0);
  }, 10);
  const exited = once(child, 'exit').then(([code]) => ({ code, at: performance.now() }));
  await once(child, 'close');
  clearInterval(watch);
  const { code, at } = await exited;
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${output.stderr}`);
  }
  return { seconds: (at - start) / 1000, cpu, peakBytes, stdout: output.stdout };
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  pid: number;
  /** From starting the process to the end of its first answer. */
  secondsToFirstAnswer: number;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<void>;
}

/**
 * Starts a Node server, which must listen on 127.0.0.1 at the port in its variable PORT, and waits
 * for its first answer, whatever the status.
 *
 * @throws Error with what it wrote to stderr, if it ends before it answers or takes over a minute
 */
export async function startServer(
  args: string[],
  { path = '/', environment = {} }: { path?: string; environment?: Environment } = {},
): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = performance.now();
  const env = { ...process.env, ...environment, PORT: String(port) };
  const child = spawn(process.execPath, args, { env });
  const output = collect(child);
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await ended;
  };
  for (;;) {
    const seconds = (performance.now() - start) / 1000;
    if (child.exitCode !== null || child.signalCode !== null || seconds > 60) {
      if (seconds > 60) await stop();
      throw new Error(`node ${args.join(' ')} gave no answer: ${output.stderr}`);
    }
    const answered = await fetch(url + path)
      .then((response) => response.arrayBuffer())
      .catch(() => null);
    if (answered) break;
    await sleep(5);
  }
  const secondsToFirstAnswer = (performance.now() - start) / 1000;
  return { url, pid: child.pid as number, secondsToFirstAnswer, stop };
}

/** What puts load on servers: wrk where it is installed, as it takes less of the machine. */
export const LOAD_TOOL = hasWrk() ? 'wrk' : 'autocannon';

/**
 * Requests answered in a second, over connections that are kept open.
 *
 * @throws Error if a request fails, or an answer has a status other than 2xx and 3xx
 */
export async function requestsPerSecond(
  url: string,
  { headers = {}, connections = 64, seconds = 5, script }: LoadOptions = {},
): Promise<number> {
  const options = ['-c', String(connections), '-d', String(seconds)];
  const patient = ['--timeout', '60s'];
  const fields = Object.entries(headers);
  const started = promisify(execFile);
  if (LOAD_TOOL === 'wrk') {
    const heads = fields.flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const scripted = script ? ['-s', script] : [];
    const { stdout } = await started('wrk', [
      '-t',
      '1',
      ...patient,
      ...options,
      ...scripted,
      ...heads,
      url,
    ]);
    const failed = /Non-2xx or 3xx responses.*|Socket errors.*/.exec(stdout)?.[0];
    if (failed) throw new Error(`${url}: ${failed}`);
    return Number(/Requests\/sec:\s*([\d.]+)/.exec(stdout)?.[1]);
  }
  const heads = fields.flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const program = fileURLToPath(import.meta.resolve('autocannon'));
  const { stdout } = await started(process.execPath, [
    program,
    '--json',
    ...options,
    ...heads,
    url,
  ]);
  const result = JSON.parse(stdout);
  if (result.errors + result['4xx'] + result['5xx'] > 0) throw new Error(`${url}: ${stdout}`);
  return result.requests.average;
}

interface LoadOptions {
  headers?: Record<string, string>;
  connections?: number;
  seconds?: number;
  /** Path of a script in Lua that makes wrk's requests. */
  script?: string | undefined;
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text) => (output.stderr += text));
  return output;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no loopback port is free');
  return address.port;
}

function hasWrk(): boolean {
  try {
    execFileSync('wrk', ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // wrk -v prints its version and exits with 1: only a program that is not there has a code.
    return (error as NodeJS.ErrnoException).code === undefined;
  }
}

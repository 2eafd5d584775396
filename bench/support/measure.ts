import { readFileSync } from 'node:fs';
import { cpus, hostname, totalmem } from 'node:os';
import { HttpClient } from './http-client.ts';

/** What a figure was measured on: printed above each table. */
export function machine(): string {
  const cores = cpus();
  return `${hostname()}: ${cores.length} × ${cores[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
}

export const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * times.length) - 1)] ?? 0;

export interface Load {
  done: number;
  errors: string[];
  seconds: number;
  perSecond: number;
  /** Milliseconds of each. */
  times: number[];
}

/** Runs `work` over and over on `lanes` at once for `seconds`, after a second that does not count. */
export async function saturate(lanes: number, seconds: number, work: (lane: number) => Promise<void>): Promise<Load> {
  const times: number[] = [];
  const errors: string[] = [];
  const begin = performance.now() + 1000;
  const end = begin + 1000 * seconds;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let from = performance.now(); from < end; from = performance.now()) {
        await work(lane).catch((error: unknown) => errors.push(String(error)));
        if (from >= begin) times.push(performance.now() - from);
      }
    }),
  );
  const took = (performance.now() - begin) / 1000;
  return { done: times.length, errors, seconds: took, perSecond: times.length / took, times };
}

/** The same, each lane over a connection of its own that stays open. */
export async function saturateOver(
  origin: string,
  lanes: number,
  seconds: number,
  work: (client: HttpClient, lane: number) => Promise<void>,
): Promise<Load> {
  const clients = Array.from({ length: lanes }, () => new HttpClient(origin));
  const load = await saturate(lanes, seconds, (lane) => work(clients[lane] as HttpClient, lane));
  for (const client of clients) client.close();
  return load;
}

/** The most memory that a process held so far, in MB; null where the system doesn't tell. */
export function peakMemory(pid: number | undefined): number | null {
  try {
    const kb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? null : Math.round(Number(kb) / 1024);
  } catch {
    return null;
  }
}

/** Rows of text in columns; the first column to the left, the others to the right. */
export function table(head: string[], rows: (string | number)[][]): string {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  return all
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

export const whole = (value: number): string => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const times = (value: number): string => `${value.toFixed(2)} ×`;

/** A promise beside what was measured; a missed one makes the run fail. */
export function promise(what: string, kept: boolean): void {
  console.log(`${kept ? 'kept  ' : 'MISSED'}  ${what}`);
  if (!kept) process.exitCode = 1;
}

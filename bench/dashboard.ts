/**
 * How soon the API answers the dashboard of a network whose panel has not changed: `npx tsx bench/dashboard.ts`. The demo, fourteen
 * agencies over nine quarters, in a database of its own; requests go through sign-in, roles and JSON as over HTTP, without a
 * socket. Cached, the promise is 20 ms. Times are of the clock and of this process's own processor time.
 */
import { closeOverdue } from '../api/close.ts';
import { demoPanel } from '../api/demo/demo-panel.ts';
import { openBench } from '../api/testing/bench.ts';

const CALLS = 300;
const LIMIT_MS = 20;
const today = '2026-02-10';

const bench = await openBench({ now: `${today}T12:00:00Z`, environment: { LOG_LEVEL: 'silent' } });
const panel = demoPanel({ seed: 1, today });
await bench.storePanel(panel);
await closeOverdue(bench.services, panel.network.slug);
const lead = await bench.signIn('lead@example.org', { [panel.network.slug]: ['lead'] });

interface Took {
  wall: number;
  cpu: number;
}

async function once(path: string): Promise<Took & { bytes: number }> {
  const from = performance.now();
  const before = process.cpuUsage();
  const { status, text } = await bench.call(`/api/networks/${panel.network.slug}/${path}`, { as: lead });
  const { user, system } = process.cpuUsage(before);
  if (status !== 200) throw new Error(`${path}: ${status}`);
  return { wall: performance.now() - from, cpu: (user + system) / 1000, bytes: text.length };
}

const quantile = (times: number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0;
const column = (ms: number): string => `${ms.toFixed(1)} ms`.padStart(11);

let slowest = 0;
console.log(
  `${'route'.padEnd(10)}${'bytes'.padStart(9)}${'cold'.padStart(11)}${'p50'.padStart(11)}${'p95'.padStart(11)}   (p50, p95 of processor time)`,
);
for (const path of ['analysis', 'overview']) {
  const cold = await once(path);
  const all: Took[] = [];
  for (let call = 0; call < CALLS; call += 1) all.push(await once(path));
  const [wall, cpu] = [all.map((took) => took.wall), all.map((took) => took.cpu)];
  slowest = Math.max(slowest, quantile(cpu, 0.95));
  console.log(
    `${path.padEnd(10)}${String(cold.bytes).padStart(9)}${column(cold.wall)}${column(quantile(wall, 0.5))}${column(quantile(wall, 0.95))}   (${[0.5, 0.95].map((share) => `${quantile(cpu, share).toFixed(1)} ms`).join(', ')})`,
  );
}
await bench.close();
process.exitCode = slowest < LIMIT_MS ? 0 : 1;

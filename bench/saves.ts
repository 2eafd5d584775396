/**
 * How many drafts are saved and answers submitted a second, beside a bare service on the same machine (`pnpm build` first):
 * `pnpm bench saves`. Both make every commit durable (synchronous=FULL) before they answer. Then 1,000 members who each save
 * every five seconds and submit once: how long they wait, and the memory that it takes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../tests/support/server.ts';
import { HttpClient } from './support/http-client.ts';
import {
  machine,
  ms,
  peakMemory,
  promise,
  quantile,
  saturateOver,
  table,
  times,
  whole,
  type Load,
} from './support/measure.ts';
import { answersOf, save, setUpMembers, submit } from './support/members.ts';
import { startBare } from './support/servers.ts';

const SECONDS = 8;
const LANES = [16, 200];
const PACED = { members: 1000, everyMs: 5000, seconds: 30 };

const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
const url = `file:${join(folder, 'rapport.db')}`;
const members = await setUpMembers(url, PACED.members);
const memberOf = (lane: number) => members[lane % members.length] as (typeof members)[number];
const faults: string[] = [];

async function loaded(origin: string, lanes: number, work: (client: HttpClient, lane: number) => Promise<void>) {
  const load = await saturateOver(origin, lanes, SECONDS, work);
  faults.push(...load.errors);
  return load;
}

let key = 0;
async function bareWrite(client: HttpClient, path: string, method: string, lane: number): Promise<void> {
  key += 1;
  const reply = await client.ask(`${path}/${lane}`, {
    ...{ method, body: answersOf(memberOf(lane)) },
    headers: { 'idempotency-key': `${key}` },
  });
  if (reply.status >= 300) throw new Error(`the bare service: ${reply.status}`);
}

const bare = await startBare('FULL');
const bareLoads: [Load, Load][] = [];
for (const lanes of LANES)
  bareLoads.push([
    await loaded(bare.origin, lanes, (client, lane) => bareWrite(client, '/draft', 'PUT', lane)),
    await loaded(bare.origin, lanes, (client, lane) => bareWrite(client, '/submission', 'POST', lane)),
  ]);
await bare.stop();

const server = await startServer({ DEMO: '0', LOG_LEVEL: 'warn' }, folder);
const rows: string[][] = [];
const gains: number[] = [];
for (const [i, lanes] of LANES.entries()) {
  const own = [
    await loaded(server.origin, lanes, (client, lane) => save(client, memberOf(lane))),
    await loaded(server.origin, lanes, (client, lane) => submit(client, memberOf(lane))),
  ];
  for (const [kind, what] of ['saves', 'submissions'].entries()) {
    const [theirs, ours] = [bareLoads[i]?.[kind] as Load, own[kind] as Load];
    if (kind === 0) gains.push(ours.perSecond / theirs.perSecond);
    rows.push([
      `${what}, ${lanes} connections`,
      ...[theirs, ours].flatMap((load) => [
        whole(load.perSecond),
        ms(quantile(load.times, 0.5)),
        ms(quantile(load.times, 0.99)),
      ]),
      times(ours.perSecond / theirs.perSecond),
    ]);
  }
}

const saved: number[] = [];
const submitted: number[] = [];
const pause = (duration: number) => new Promise((resolve) => setTimeout(resolve, duration));
const begin = performance.now();
await Promise.all(
  members.map(async (member, i) => {
    // A connection for each, since a phone's is closed in the five seconds between.
    const timed = async (into: number[], work: typeof save) => {
      const from = performance.now();
      const client = new HttpClient(server.origin);
      await work(client, member).catch((error: unknown) => faults.push(String(error)));
      client.close();
      into.push(performance.now() - from);
    };
    const rounds = (1000 * PACED.seconds) / PACED.everyMs;
    for (let round = 0; round < rounds; round += 1) {
      await pause(begin + (round + i / members.length) * PACED.everyMs - performance.now());
      await (round === rounds - 1 ? timed(submitted, submit) : timed(saved, save));
    }
  }),
);
const memory = peakMemory(server.process.pid);
await server.stop();
rmSync(folder, { recursive: true, force: true });

console.log(`${machine()}\n`);
console.log(table(['a second', 'bare', 'p50', 'p99', 'Rapport', 'p50', 'p99', 'ratio'], rows), '\n');
const paced = (of: number[]) => [whole(of.length), ms(quantile(of, 0.5)), ms(quantile(of, 0.99)), ms(Math.max(...of))];
console.log(
  table(
    [`${PACED.members} paced members`, 'n', 'p50', 'p99', 'longest'],
    [
      ['saves', ...paced(saved)],
      ['submissions', ...paced(submitted)],
    ],
  ),
  `\n\nmemory at most ${memory ?? '?'} MB; errors ${faults.length}${faults[0] ? `, the first: ${faults[0]}` : ''}\n`,
);
promise('saves at saturation 1.5 times the bare service’s', Math.max(...gains) >= 1.5);
promise(
  'paced saves within 100 ms, submissions within 250 ms (p99)',
  quantile(saved, 0.99) < 100 && quantile(submitted, 0.99) < 250,
);
promise('under 512 MB', memory === null || memory < 512);
promise('no errors', faults.length === 0);

/**
 * What a second process on the same PostgreSQL brings, and what a killed one costs (`pnpm build` first): `pnpm bench processes`. The
 * server of the database, both processes and the load share this machine's cores, of which a second process can only take from the
 * first where none is idle. So it is measured once more with each process held to a part of one core, as on a machine with cores to
 * spare; that part needs root, on Linux. It needs PostgreSQL's server programs.
 */
import { open } from '../db/open.ts';
import { postgresPrograms, startPostgres } from '../db/testing/postgres-server.ts';
import { startServer, type RunningServer } from '../tests/support/server.ts';
import { holdCpu } from './support/cpu-share.ts';
import { HttpClient } from './support/http-client.ts';
import { machine, ms, promise, quantile, saturate, table, times, whole, type Load } from './support/measure.ts';
import { save, setUpMembers, type Member } from './support/members.ts';

const SECONDS = 10;
const LANES = 64;
/** Of a core, for each process: two leave most of two cores to the database and the load. */
const SHARE = 0.2;

const programs = postgresPrograms();
if (!programs) throw new Error('PostgreSQL’s server is not installed');
const database = await startPostgres(programs, { durable: true });
const url = await database.newDatabase();
const members = await setUpMembers(url, LANES);
const env = { DATABASE_URL: url, DEMO: '0', LOG_LEVEL: 'warn', AUTH_SECRET: 'the same secret in both processes' };
const faults: string[] = [];

async function savesOver(servers: RunningServer[]): Promise<Load> {
  const clients = members.map((_, lane) => new HttpClient(servers[lane % servers.length]?.origin ?? ''));
  const load = await saturate(LANES, SECONDS, (lane) => save(clients[lane] as HttpClient, members[lane] as Member));
  for (const client of clients) client.close();
  faults.push(...load.errors);
  return load;
}

const first = await startServer(env);
const second = await startServer(env);
interface Pair {
  of: string;
  one: Load;
  two: Load;
}
const measurePair = async (of: string): Promise<Pair> => ({
  of,
  one: await savesOver([first]),
  two: await savesOver([first, second]),
});
const pairs = [await measurePair('')];
const letGo = holdCpu([first.process.pid ?? 0, second.process.pid ?? 0], SHARE);
if (letGo) pairs.push(await measurePair(`, each on ${SHARE} of a core`));
letGo?.();

// Half of the members are on the second when it dies; what a balancer would do, going to the other, each does by itself.
let killedAt = 0;
let lost = 0;
let longest = 0;
const recovered: number[] = [];
const end = performance.now() + 1000 * SECONDS;
setTimeout(() => {
  killedAt = performance.now();
  second.process.kill('SIGKILL');
}, 2000);
await Promise.all(
  members.map(async (member, lane) => {
    let client = new HttpClient((lane % 2 ? second : first).origin);
    let before = performance.now();
    let isMoved = false;
    while (performance.now() < end) {
      try {
        await save(client, member);
        const now = performance.now();
        longest = Math.max(longest, now - before);
        if (isMoved) recovered.push(now - killedAt);
        isMoved = false;
        before = now;
      } catch (error) {
        client.close();
        client = new HttpClient(first.origin);
        // The save that was under way may have been made: its reply is what was lost.
        const behind = /412 .*"version":(\d+)/s.exec(String(error))?.[1];
        if (behind !== undefined) member.version = Number(behind);
        else if (killedAt === 0) faults.push(String(error));
        else lost += 1;
        isMoved = true;
      }
    }
    client.close();
  }),
);
const db = await open(url);
const versions = new Map(
  (await db.select({ member: db.tables.drafts.member, version: db.tables.drafts.version }).from(db.tables.drafts)).map(
    (row) => [row.member, row.version],
  ),
);
const forgotten = members.filter(({ member, version }) => (versions.get(member) ?? 0) < version).length;
await db.close();
await first.stop();
await second.stop();
await database.stop();

const figures = ({ perSecond, times: spans }: Load) => [
  ...[whole(perSecond), ms(quantile(spans, 0.5)), ms(quantile(spans, 0.99))],
];
console.log(`${machine()}\n`);
console.log(
  table(
    ['PostgreSQL, saves a second', 'n', 'p50', 'p99', 'ratio'],
    pairs.flatMap(({ of, one, two }) => [
      [`one process${of}`, ...figures(one), times(1)],
      [`two processes${of}`, ...figures(two), times(two.perSecond / one.perSecond)],
    ]),
  ),
);
console.log(
  `\none of two killed under load: ${lost} replies lost, all ${recovered.length} members that were on it saved again within ` +
    `${ms(Math.max(0, ...recovered))}; the longest that anybody waited ${ms(longest)}; acknowledged and not there: ${forgotten}\n`,
);
promise('nothing that was acknowledged is lost', forgotten === 0);
promise('no errors while nothing is killed', faults.length === 0);
if (faults[0]) console.log(faults[0]);

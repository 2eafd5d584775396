/**
 * What members and leads wait for, by the number of answers in the database, on both engines: `pnpm bench scale`, or `pnpm bench scale
 * 1000000 10000000` for other sizes. Networks are alike (100 members, 35 waves); only their number grows. Milliseconds are medians,
 * with nothing else going on. It needs PostgreSQL's server programs for PostgreSQL's part.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveDraft } from '../db/drafts.ts';
import { addWave, waveProgress } from '../db/waves.ts';
import { migrate } from '../db/migrate.ts';
import { open, type Db } from '../db/open.ts';
import { readPanel } from '../db/panel.ts';
import { submitResponse } from '../db/responses.ts';
import { readSurvey } from '../db/survey.ts';
import { medianSecondsTaken } from '../db/time-taken.ts';
import { postgresPrograms, startPostgres } from '../db/testing/postgres-server.ts';
import { pulse1 } from '../surveys/instruments/pulse-1.ts';
import { fillNetworks } from './support/many-networks.ts';
import { machine, quantile, table, whole } from './support/measure.ts';

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1e5, 1e6, 1e7];
const RUNS = 40;
const now = new Date('2030-01-10T12:00:00Z');
const WAVE = 'open';

const programs = postgresPrograms();
const database = programs ? await startPostgres(programs, { durable: true }) : null;
const folder = mkdtempSync(join(tmpdir(), 'rapport-scale-'));

async function sizeOf(db: Db, url: string): Promise<number> {
  if (db.engine === 'sqlite') return statSync(url.slice('file:'.length)).size;
  let size = 0;
  await db.migration(function* () {
    const [row] = yield 'SELECT pg_database_size(current_database()) AS size';
    size = Number(row?.size);
  });
  return size;
}

async function measured(db: Db, networks: number): Promise<number[]> {
  const of = (i: number) => ({
    network: i % networks === 0 ? 'bench' : `n${i % networks}`,
    wave: WAVE,
    member: 'm-0007',
  });
  // Spread over all networks, so that what is asked for is not all in memory.
  const seats = Array.from({ length: RUNS }, (_, i) => of(Math.floor((i * networks) / RUNS)));
  for (const network of new Set(seats.map((seat) => seat.network)))
    await addWave(
      db,
      network,
      { wave: WAVE, label: 'Open', opens: '2030-01-01', closes: '2030-01-31' },
      { actor: 'bench', now },
    );
  const submission = {
    answers: Object.fromEntries(pulse1.items.map(({ id }) => [id, 4])),
    ties: { 'org-0002': { mode: 2, trust: 4 } },
  };
  const asked: ((seat: (typeof seats)[number], i: number) => Promise<unknown>)[] = [
    (seat) => readSurvey(db, seat),
    (seat, i) => saveDraft(db, { ...seat, member: `m-00${10 + i}` }, { seen: 0, body: submission, now }),
    (seat, i) => submitResponse(db, seat, submission, { instrument: pulse1, key: `key-${i}`, now }),
    (seat) => waveProgress(db, seat.network, WAVE),
    (seat) => medianSecondsTaken(db, seat.network),
    (seat) => readPanel(db, seat.network),
  ];
  const medians: number[] = [];
  for (const ask of asked) {
    const took: number[] = [];
    for (const [i, seat] of seats.entries()) {
      const from = performance.now();
      await ask(seat, i);
      took.push(performance.now() - from);
    }
    medians.push(quantile(took, 0.5));
  }
  return medians;
}

console.log(`${machine()}\n`);
const rows: string[][] = [];
for (const size of sizes)
  for (const engine of ['sqlite', ...(database ? ['postgres'] : [])]) {
    const url = engine === 'sqlite' ? `file:${join(folder, `${size}.db`)}` : ((await database?.newDatabase()) ?? '');
    const db = await open(url);
    await migrate(db);
    const from = performance.now();
    const { networks, answers } = await fillNetworks(db, size);
    const seconds = (performance.now() - from) / 1000;
    await db.scrub({ whole: false });
    const medians = await measured(db, networks);
    const bytes = await sizeOf(db, url);
    await db.close();
    if (engine === 'sqlite') rmSync(url.slice('file:'.length), { force: true });
    rows.push([
      ...[engine, whole(answers), String(networks), `${(bytes / 2 ** 20).toFixed(0)} MB`, `${seconds.toFixed(0)} s`],
      ...medians.map((median) => median.toFixed(1)),
    ]);
    console.error(rows.at(-1)?.join('  '));
  }
await database?.stop();
rmSync(folder, { recursive: true, force: true });
console.log(
  table(
    ['engine', 'answers', 'networks', 'size', 'made in', 'form', 'save', 'submit', 'progress', 'usual time', 'panel'],
    rows,
  ),
);

/**
 * How long `rapport copy` takes over a million answers, SQLite to PostgreSQL and back, and whether both copies give the same exports
 * and analyses as the source: `pnpm bench copy`, or `pnpm bench copy 100000` for fewer. It needs PostgreSQL's server programs.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse } from '../analytics/analyse.ts';
import { copyDatabase } from '../db/copy-database.ts';
import { migrate } from '../db/migrate.ts';
import { listNetworks } from '../db/networks.ts';
import { open, type Db } from '../db/open.ts';
import { readPanel } from '../db/panel.ts';
import { postgresPrograms, startPostgres } from '../db/testing/postgres-server.ts';
import { panelToFiles } from '../surveys/panel-files.ts';
import { fillNetworks } from './support/many-networks.ts';
import { machine, promise, table, whole } from './support/measure.ts';

const wanted = Number(process.argv[2] ?? 1e6);

const programs = postgresPrograms();
if (!programs) throw new Error('PostgreSQL’s server is not installed');
const database = await startPostgres(programs, { durable: true });
const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
const urls = [
  `file:${join(folder, 'source.db')}`,
  await database.newDatabase(),
  `file:${join(folder, 'back.db')}`,
] as const;

async function opened<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = await open(url);
  return work(db).finally(() => db.close());
}

const filled = await opened(urls[0], async (db) => {
  await migrate(db);
  return fillNetworks(db, wanted);
});

async function copy(source: string, target: string): Promise<[rows: number, seconds: number]> {
  const from = performance.now();
  const { rows } = await opened(source, (db) => opened(target, (to) => copyDatabase(db, to, { source })));
  return [rows, (performance.now() - from) / 1000];
}
const there = await copy(urls[0], urls[1]);
const back = await copy(urls[1], urls[2]);

/** Every network's export, as its files are, and its analysis, in one hash each. */
const resultsOf = (url: string) =>
  opened(url, async (db) => {
    const [exports, analyses] = [createHash('sha256'), createHash('sha256')];
    for (const { slug } of await listNetworks(db)) {
      const { panel } = await readPanel(db, slug);
      for (const [name, text] of panelToFiles(panel)) exports.update(`${name}\n${text}`);
      analyses.update(JSON.stringify(analyse(panel)));
    }
    return { exports: exports.digest('hex'), analyses: analyses.digest('hex') };
  });
const results = [await resultsOf(urls[0]), await resultsOf(urls[1]), await resultsOf(urls[2])];
await database.stop();
rmSync(folder, { recursive: true, force: true });

console.log(`${machine()}\n\n${whole(filled.answers)} answers in ${filled.networks} networks, copied and compared\n`);
console.log(
  table(
    ['', 'rows', 'seconds', 'answers a second'],
    (
      [
        ['SQLite to PostgreSQL', there],
        ['PostgreSQL to SQLite', back],
      ] as const
    ).map(([way, [rows, seconds]]) => [way, whole(rows), seconds.toFixed(1), whole(filled.answers / seconds)]),
  ),
  '\n',
);
promise('exports are the same, byte for byte', new Set(results.map(({ exports }) => exports)).size === 1);
promise('analyses are the same', new Set(results.map(({ analyses }) => analyses)).size === 1);

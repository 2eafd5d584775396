/**
 * What an operator waits for and what it takes (`pnpm build` first): `pnpm bench operation`. Import and export of one network with a
 * million answers, and by the number of networks: from start to first answer, and the memory of the process after some use. SQLite.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPanel } from '../db/import-panel.ts';
import { migrate } from '../db/migrate.ts';
import { open, type Db } from '../db/open.ts';
import { readPanel } from '../db/panel.ts';
import { panelToFiles, readPanelFiles } from '../surveys/panel-files.ts';
import { startServer } from '../tests/support/server.ts';
import { benchPanel } from './panel.ts';
import { HttpClient } from './support/http-client.ts';
import { fillNetworks } from './support/many-networks.ts';
import { machine, peakMemory, table, whole } from './support/measure.ts';

const NETWORKS = [1, 100, 1000];
const ANSWERS_EACH = 45_210;
const READS = 300;

const folder = mkdtempSync(join(tmpdir(), 'rapport-operation-'));
async function timed<T>(work: () => T | Promise<T>): Promise<[result: T, seconds: string]> {
  const from = performance.now();
  const result = await work();
  return [result, `${((performance.now() - from) / 1000).toFixed(1)} s`];
}
async function opened<T>(name: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = await open(`file:${join(folder, name)}`);
  await migrate(db);
  return work(db).finally(() => db.close());
}

const panel = benchPanel({ organisations: 200, membersEach: 10, waves: 40, rated: 3 });
const bytes = new Map([...panelToFiles(panel)].map(([name, text]) => [name, new TextEncoder().encode(text)]));
console.log(`${machine()}\n`);
await opened('large.db', async (db) => {
  const [reading, checked] = await timed(() => readPanelFiles(bytes));
  if (!reading.panel) throw new Error(`the panel was refused: ${JSON.stringify(reading.faults[0])}`);
  const { panel: given } = reading;
  const [, imported] = await timed(() => importPanel(db, given, { actor: 'bench', now: new Date() }));
  const [{ panel: stored }, read] = await timed(() => readPanel(db, panel.network.slug));
  const [, written] = await timed(() => panelToFiles(stored));
  const size = [...bytes.values()].reduce((sum, { byteLength }) => sum + byteLength, 0) / 2 ** 20;
  console.log(
    `${whole(panel.answers.length)} answers and ${whole(panel.ties.length)} ratings, ${size.toFixed(0)} MB of CSV: ` +
      `checked in ${checked}, imported in ${imported}; read back in ${read}, written as CSV in ${written}\n`,
  );
});

const rows: string[][] = [];
for (const networks of NETWORKS) {
  const own = mkdtempSync(join(folder, 'server-'));
  const file = join(own, 'rapport.db');
  const db = await open(`file:${file}`);
  await migrate(db);
  await fillNetworks(db, networks * ANSWERS_EACH);
  await db.close();
  const [server, started] = await timed(() => startServer({ DEMO: '0', LOG_LEVEL: 'warn' }, own));
  const before = peakMemory(server.process.pid);
  const client = new HttpClient(server.origin);
  for (let i = 0; i < READS; i += 1) await client.ask(i % 2 ? '/' : '/api/health');
  client.close();
  rows.push([
    ...[whole(networks), `${(statSync(file).size / 2 ** 20).toFixed(0)} MB`, started],
    ...[`${before} MB`, `${peakMemory(server.process.pid)} MB`],
  ]);
  await server.stop();
}
rmSync(folder, { recursive: true, force: true });
console.log(table(['networks', 'database', 'start to first answer', 'memory then', `after ${READS} requests`], rows));

/**
 * How often the method is right where the truth is known: 1,000 simulated networks in each of twelve cells
 * (`calibration/cells.ts`), seeded, on all cores: `npx tsx bench/calibration.ts [NETWORKS]`. The table is printed, and written to
 * docs/method.md between its markers when all 1,000 were run.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { CELLS, NETWORKS, type Cell } from './calibration/cells.ts';
import type { Trial } from './calibration/trial.ts';

const METHOD = fileURLToPath(new URL('../docs/method.md', import.meta.url));
const BEGIN = '<!-- calibration: written by bench/calibration.ts -->';
const END = '<!-- calibration: end -->';
/** Networks that a worker runs at a time. */
const BATCH = 250;

const networks = Number(process.argv[2] ?? NETWORKS);
const started = Date.now();

/** Node 20 hands no TypeScript loader on to a worker: it registers its own first. */
const BOOT = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))})
  .then(({ register }) => { register(); return import(${JSON.stringify(new URL('calibration/worker.ts', import.meta.url).href)}); });`;

function runBatch(cell: Cell, from: number, to: number): Promise<Trial[]> {
  const worker = new Worker(BOOT, { eval: true, workerData: { cell, from, to } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function runAll(): Promise<Trial[][]> {
  const results: Trial[][] = CELLS.map(() => []);
  const jobs = CELLS.flatMap((cell, c) =>
    Array.from({ length: Math.ceil(networks / BATCH) }, (_, b) => ({ cell, c, from: b * BATCH })),
  );
  let done = 0;
  const work = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const trials = await runBatch(job.cell, job.from, Math.min(networks, job.from + BATCH));
      results[job.c]?.push(...trials);
      done += 1;
      process.stderr.write(`\r${done} of ${done + jobs.length} batches `);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  process.stderr.write('\n');
  return results;
}

type Counted = { [K in keyof Trial]: Trial[K] extends [number, number] ? K : never }[keyof Trial];
type Flag = { [K in keyof Trial]: Trial[K] extends boolean ? K : never }[keyof Trial];

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : ((100 * part) / whole).toFixed(1));

function rate(trials: readonly Trial[], key: Counted): string {
  const sum = (place: 0 | 1) => trials.reduce((total, trial) => total + trial[key][place], 0);
  return percent(sum(0), sum(1));
}

const share = (trials: readonly Trial[], key: Flag): string =>
  percent(trials.filter((trial) => trial[key]).length, trials.length);

/** An interval's coverage, marked where it leaves 93–97%. */
function coverage(trials: readonly Trial[], key: Counted): string {
  const value = rate(trials, key);
  return Number(value) < 93 || Number(value) > 97 ? `**${value}**` : value;
}

/** The wave by which so many of the networks had been granted collaboration. */
function waveOf(trials: readonly Trial[], part: number): string {
  const waves = trials.map(({ grantedAbove }) => grantedAbove ?? Infinity).sort((a, b) => a - b);
  const wave = waves[Math.ceil(part * waves.length) - 1] ?? Infinity;
  return Number.isFinite(wave) ? String(wave) : 'later';
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[][]): string =>
  [row(head), row(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(row)].join('\n');

const results = await runAll();
const rows = (columns: (trials: readonly Trial[]) => string[]): string[][] =>
  CELLS.map(({ name }, c) => [name, ...columns(results[c] ?? [])]);

const text = [
  table(
    [
      'Intervals',
      'organisation mean',
      'paired change',
      'within-member slope',
      'type I: within',
      'type I: random intercept',
    ],
    rows((t) => [
      coverage(t, 'organisationMean'),
      coverage(t, 'change'),
      coverage(t, 'within'),
      rate(t, 'typeOneWithin'),
      rate(t, 'typeOneRandomIntercept'),
    ]),
  ),
  table(
    [
      'Verdict',
      'granted, one scale 5 below',
      'granted, all 5 below',
      '10 above: half by wave',
      '90% by wave',
      'by the last wave',
    ],
    rows((t) => [
      share(t, 'grantedOneBelow'),
      share(t, 'grantedAllBelow'),
      waveOf(t, 0.5),
      waveOf(t, 0.9),
      percent(t.filter(({ grantedAbove }) => grantedAbove !== null).length, t.length),
    ]),
  ),
  table(
    ['Pockets', 'planted four found whole', 'three of them', 'by chance: any', 'by chance: four or more'],
    rows((t) => [share(t, 'plantedWhole'), share(t, 'plantedPart'), share(t, 'falsePocket'), share(t, 'falseFour')]),
  ),
].join('\n\n');

const seconds = ((Date.now() - started) / 1000).toFixed(0);
console.log(`${text}\n\n${networks} networks a cell, ${seconds} s on ${availableParallelism()} cores.`);
if (networks === NETWORKS) {
  const document = readFileSync(METHOD, 'utf8');
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from === -1 || to < from) throw new Error(`${METHOD} lacks the markers of the table`);
  writeFileSync(METHOD, `${document.slice(0, from + BEGIN.length)}\n\n${text}\n\n${document.slice(to)}`);
}

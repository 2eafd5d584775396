/**
 * How long `analyse` takes, and how it grows: `pnpm bench analyse`. The first size is promised in a second, once code is compiled.
 * Of those below the last column is the time for 10 times the answers over the time for one (at most 12 is the promise). The last rows time the same statistics in R, where R has the packages.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyse } from '../analytics/analyse.ts';
import { pulse1 } from '../surveys/instruments/pulse-1.ts';
import { csvText, panelToFiles } from '../surveys/panel-files.ts';
import type { Panel } from '../surveys/panel.ts';
import { benchPanel, type Size } from './panel.ts';

const GROWTH: Size[] = [
  { organisations: 10, membersEach: 2, waves: 4, rated: 9 },
  { organisations: 20, membersEach: 10, waves: 4, rated: 9 },
  { organisations: 20, membersEach: 10, waves: 40, rated: 9 },
  { organisations: 200, membersEach: 10, waves: 40, rated: 9 },
];
const PROMISED: Size = { organisations: 60, membersEach: 3, waves: 20, rated: 59 };

/** Least of several runs, in seconds of this process's own time: what other processes take does not count. */
function seconds(panel: Panel, runs: number): number {
  let least = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const from = process.cpuUsage();
    analyse(panel);
    const { user, system } = process.cpuUsage(from);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

const name = ({ organisations, membersEach, waves, rated }: Size): string =>
  `${organisations} organisations × ${membersEach} members × ${waves} waves${rated > 0 ? `, ${rated} others rated` : ''}`;

function print(what: string, answers: string, time: number, ratio = ''): void {
  console.log(`${what.padEnd(66)}${answers.padStart(10)}${time.toFixed(3).padStart(10)} s${ratio.padStart(8)}`);
}

/** Seconds that R takes for the same panel; null where R or a package of it is not there. */
function secondsInR(panel: Panel): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
  try {
    for (const [file, text] of panelToFiles(panel)) writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, 'answers.csv'), wideAnswers(panel));
    const rows = pulse1.items.map(({ id, scale, reversed }) => [id, scale, String(reversed)]);
    writeFileSync(join(folder, 'items.csv'), csvText([['item', 'scale', 'reversed'], ...rows]));
    const script = fileURLToPath(new URL('analyse.R', import.meta.url));
    const { stdout } = spawnSync('Rscript', [script, folder], { encoding: 'utf8' });
    const found = /^seconds ([\d.]+)/m.exec(stdout ?? '');
    return found === null ? null : Number(found[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function wideAnswers(panel: Panel): string {
  const rows = new Map<string, Map<string, string>>();
  for (const { wave, member, item, value } of panel.answers) {
    const key = `${wave},${member}`;
    const row = rows.get(key) ?? new Map<string, string>();
    rows.set(key, row.set(item, String(value)));
  }
  const items = pulse1.items.map(({ id }) => id);
  const cells = [...rows].map(([key, row]) => [...key.split(','), ...items.map((item) => row.get(item) ?? '')]);
  return csvText([['wave', 'member', ...items], ...cells]);
}

console.log(`${'analyse'.padEnd(66)}${'answers'.padStart(10)}${'time'.padStart(12)}${'ratio'.padStart(8)}`);
const promised = benchPanel(PROMISED);
const first = seconds(promised, 1);
const own = seconds(promised, 5);
print(name(PROMISED), String(promised.answers.length), own);
print('the same in a process that has analysed nothing yet', '', first, `×${(first / own).toFixed(1)}`);
let before: { answers: number; time: number } | null = null;
for (const size of GROWTH) {
  const panel = benchPanel(size);
  const time = seconds(panel, panel.answers.length > 1e5 ? 1 : 4);
  const ratio = before === null ? '' : `×${(time / before.time).toFixed(1)}`;
  print(name(size), String(panel.answers.length), time, ratio);
  before = { answers: panel.answers.length, time };
}
const inR = secondsInR(promised);
if (inR === null) console.log('R with psych, lme4, clubSandwich and igraph is not here: no comparison.');
else print(`R: ${name(PROMISED)}`, String(promised.answers.length), inR, `×${(inR / own).toFixed(0)}`);

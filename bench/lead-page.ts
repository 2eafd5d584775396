/**
 * How soon the lead's page of a large network can be used while members answer: 60 agencies × 20 waves closed, another open, 50
 * members saving and submitting. `pnpm build && npx tsx bench/lead-page.ts`; the promise is 1.5 s. Where there is `taskset`, the
 * server and those who answer have the first core and the browser the second. With a folder as argument the stored network is kept
 * there and used again, which spares the minute that freezing twenty waves at once takes.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBench } from '../api/testing/bench.ts';
import { closeOverdue } from '../api/close.ts';
import { sha256 } from '../db/fingerprint.ts';
import { createInvitations } from '../db/invitations.ts';
import { addDays } from '../db/calendar.ts';
import { listWaves } from '../db/waves.ts';
import type { Panel } from '../surveys/panel.ts';
import { openOwnBrowser } from '../tests/support/chromium.ts';
import { startServer } from '../tests/support/server.ts';
import { benchPanel } from './panel.ts';

const RUNS = 5;
const ANSWERING = 50;
const LIMIT_MS = 1500;
const CLOSED = 20;
const KINDS = ['workshop', 'procedure', 'meeting', 'agreement', 'external', 'outcome'] as const;
const today = new Date().toISOString().slice(0, 10);

const pinned = spawnSync('taskset', ['-p', String(process.pid)]).status === 0;
const pin = (pid: number | undefined, core: number) =>
  pinned && pid !== undefined && spawnSync('taskset', ['-a', '-cp', String(core), String(pid)]);

/** The bench's panel a quarter apart until now: the last wave is open today and nobody has answered it. */
function network(): Panel {
  const panel = benchPanel({ organisations: 60, membersEach: 3, waves: CLOSED + 1, rated: 59 });
  const last = panel.waves.at(-1)?.wave;
  return {
    ...panel,
    waves: panel.waves.map((wave, at) => {
      const opens = addDays(today, -91 * (CLOSED - at) - 3);
      return { ...wave, opens, closes: addDays(opens, 16) };
    }),
    answers: panel.answers.filter(({ wave }) => wave !== last),
    ties: panel.ties.filter(({ wave }) => wave !== last),
    events: Array.from({ length: CLOSED }, (_, at) => ({
      event: `ev-${at}`,
      kind: KINDS[at % KINDS.length] ?? 'workshop',
      title: `Entry ${at} of the log`,
      starts: addDays(today, -91 * at - 40),
      ends: null,
      notes: 'What was done, in a line or two, as a lead would write it down.',
    })),
  };
}

const kept = process.argv[2];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'rapport-lead-page-'));
const database = join(folder, 'rapport.db');
const tokens = Array.from({ length: ANSWERING }, (_, i) => `bench-token-${i}-${'x'.repeat(24)}`);

/** Stores the network, freezes its closed waves, and gives a lead an account and fifty members their links. */
async function store() {
  const environment = { DATABASE_URL: `file:${database}` };
  const bench = await openBench({ now: new Date().toISOString(), environment });
  const from = performance.now();
  await bench.storePanel(network());
  await closeOverdue(bench.services, 'bench');
  console.log(`stored and frozen in ${((performance.now() - from) / 1000).toFixed(1)} s`);
  await bench.signIn('lead@example.org', { bench: ['lead'] });
  const wave = (await listWaves(bench.services.db, 'bench')).at(-1)?.wave ?? '';
  const seats = tokens.map((token, i) => ({
    member: `m-${String(3 * i).padStart(4, '0')}`,
    tokenHash: sha256(token),
  }));
  await createInvitations(bench.services.db, 'bench', wave, seats, { actor: 'bench', now: new Date(), handedOn: true });
  await bench.close();
}

mkdirSync(folder, { recursive: true });
if (!existsSync(database)) await store();
const secret = 'a secret of the tests, long enough for all of them';
const server = await startServer({ DEMO: '0', AUTH_SECRET: secret }, folder);
pin(server.process.pid, 0);
const members = spawn(
  process.execPath,
  ['--import', 'tsx', fileURLToPath(new URL('answering.ts', import.meta.url)), server.origin],
  {
    stdio: ['pipe', 'pipe', 'inherit'],
  },
);
pin(members.pid, 0);
let answered = '';
members.stdout.on('data', (chunk: Buffer) => (answered += chunk.toString()));
members.stdin.end(tokens.join('\n'));
// The browser is started by this process and shares its core.
pin(process.pid, 1);
await new Promise((resolve) => setTimeout(resolve, 3000));

/** Milliseconds of processor time that a process and those it started have used; null where /proc doesn't say. */
function cpuOf(root: number): number | null {
  if (!existsSync('/proc/self/stat')) return null;
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [head = '', tail = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(/\) (?=[A-Za-z] )/);
        const fields = tail.split(' ');
        return [
          { pid: parseInt(head, 10), parent: Number(fields[1]), cpu: 10 * (Number(fields[11]) + Number(fields[12])) },
        ];
      } catch (error) {
        // Ended while the list was read.
        if (error instanceof Error && 'code' in error) return [];
        throw error;
      }
    });
  const family = new Set([root]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid);
  }
  return rows.filter(({ pid }) => family.has(pid)).reduce((sum, { cpu }) => sum + cpu, 0);
}

/** Of the server, and of the browser: all that this process started but the server and the members. */
function processorTimes(): { server: number; browser: number } {
  const [all, ofServer, ofMembers] = [process.pid, server.process.pid, members.pid].map((pid) => cpuOf(pid ?? 0) ?? 0);
  return { server: ofServer ?? 0, browser: (all ?? 0) - (ofServer ?? 0) - (ofMembers ?? 0) };
}

const shown: number[] = [];
const worked: { server: number; browser: number }[] = [];
const usable: number[] = [];
let bytes = 0;
try {
  for (let run = 0; run < RUNS; run += 1) {
    const { context, close } = await openOwnBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    await context.request.post(`${server.origin}/api/auth/sign-in/email`, {
      data: { email: 'lead@example.org', password: 'correct horse battery' },
      headers: { origin: server.origin },
    });
    const page = await context.newPage();
    // Usable: the scripts run, the chart is drawn, and no long task goes on.
    await page.addInitScript(`
    window.busyUntil = 0;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) window.busyUntil = Math.max(window.busyUntil, startTime + duration);
    }).observe({ type: 'longtask', buffered: true });
    new MutationObserver(() => {
      if (!window.drawnAt && document.querySelector('.plot.drawn')) window.drawnAt = performance.now();
    }).observe(document, { subtree: true, childList: true, attributes: true });`);
    const before = processorTimes();
    const reply = await page.goto(`${server.origin}/networks/bench`, { waitUntil: 'commit' });
    await page.locator('.plot.drawn').first().waitFor({ timeout: 60_000 });
    const after = processorTimes();
    worked.push({ server: after.server - before.server, browser: after.browser - before.browser });
    await page.waitForTimeout(500);
    bytes = (await reply?.body())?.length ?? 0;
    usable.push(await page.evaluate<number>('Math.max(window.drawnAt, window.busyUntil)'));
    shown.push(await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
    await close();
  }
} finally {
  const ended = new Promise((resolve) => members.once('exit', resolve));
  members.kill('SIGTERM');
  await ended;
  await server.stop();
  if (!kept) rmSync(folder, { recursive: true, force: true });
}

const median = (times: number[]) => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
console.log(`${ANSWERING} members meanwhile: ${answered.trim()}`);
console.log(
  `page of ${(bytes / 1e6).toFixed(2)} MB; first shown after ${seconds(median(shown))}, usable after ${seconds(median(usable))}`,
);
console.log(
  `(median of ${RUNS}, slowest ${seconds(Math.max(...usable))}${pinned ? '' : '; not pinned: there is no taskset'})`,
);
console.log(
  `processor time until the chart is drawn: server ${seconds(median(worked.map((one) => one.server)))} (members’ requests among it), browser ${seconds(median(worked.map((one) => one.browser)))}`,
);
process.exitCode = median(usable) < LIMIT_MS ? 0 : 1;

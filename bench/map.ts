/**
 * How smoothly the map of a large network moves: 60 agencies × 20 waves, panned, zoomed and taken through its waves by keyboard.
 * `pnpm build && npx tsx bench/map.ts`. The promise: 30 frames a second while it is panned and zoomed, and a wave shown within
 * 200 ms of its key. `RAPPORT_WAVES=4` for a shorter run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBench } from '../api/testing/bench.ts';
import { closeOverdue } from '../api/close.ts';
import { openOwnBrowser } from '../tests/support/chromium.ts';
import { startServer } from '../tests/support/server.ts';
import { benchPanel } from './panel.ts';

const WAVES = Number(process.env.RAPPORT_WAVES ?? 20);
const LEAST_FRAMES = 30;
const MOST_MS = 200;
const STEPS = 90;

const folder = mkdtempSync(join(tmpdir(), 'rapport-map-'));
const bench = await openBench({
  now: new Date().toISOString(),
  environment: { DATABASE_URL: `file:${join(folder, 'rapport.db')}` },
});
const before = performance.now();
await bench.storePanel(benchPanel({ organisations: 60, membersEach: 3, waves: WAVES, rated: 59 }));
await closeOverdue(bench.services, 'bench');
console.log(`stored and frozen in ${((performance.now() - before) / 1000).toFixed(1)} s`);
await bench.signIn('lead@example.org', { bench: ['lead'] });
await bench.close();

const secret = 'a secret of the tests, long enough for all of them';
const server = await startServer({ DEMO: '0', AUTH_SECRET: secret }, folder);
const { context, close } = await openOwnBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
await context.request.post(`${server.origin}/api/auth/sign-in/email`, {
  data: { email: 'lead@example.org', password: 'correct horse battery' },
  headers: { origin: server.origin },
});
const page = await context.newPage();
await page.addInitScript(`
  window.long = [];
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.long.push(duration); }).observe({ type: 'longtask' });
  window.watch = () => { window.frames_ = []; window.long = []; const next = (at) => { window.frames_.push(at); window.watching = requestAnimationFrame(next); }; window.watching = requestAnimationFrame(next); };
  window.watched = () => { cancelAnimationFrame(window.watching); return { frames: window.frames_, long: window.long }; };`);
await page.goto(`${server.origin}/networks/bench/ties?level=1`);
await page.locator('.frame.drawn canvas').first().waitFor({ timeout: 60_000 });
await page.waitForTimeout(1000);
const ties = await page.locator('td.confirmed').count();

interface Watched {
  frames: number[];
  long: number[];
}
async function during(what: string, act: () => Promise<void>): Promise<number> {
  await page.evaluate('window.watch()');
  await act();
  const { frames, long } = await page.evaluate<Watched>('window.watched()');
  const gaps = frames.slice(1).map((at, i) => at - (frames[i] ?? at));
  const sorted = [...gaps].sort((a, b) => a - b);
  const seconds = ((frames.at(-1) ?? 0) - (frames[0] ?? 0)) / 1000;
  const rate = gaps.length / seconds;
  const slow = sorted[Math.floor(0.95 * sorted.length)] ?? 0;
  console.log(
    `${what}: ${rate.toFixed(0)} frames/s, 95% of frames within ${slow.toFixed(0)} ms, ` +
      `${long.length} long tasks, longest ${Math.max(0, ...long).toFixed(0)} ms`,
  );
  return rate;
}

const box = await page.locator('.frame .map').boundingBox();
if (!box) throw new Error('the map has no place');
const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
const panned = await during('panning', async () => {
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  for (let step = 0; step < STEPS; step += 1)
    await page.mouse.move(box.x + 20 + 3 * Math.abs((step % 60) - 30), box.y + 20 + step);
  await page.mouse.up();
});
const zoomed = await during('zooming', async () => {
  await page.mouse.move(middle.x, middle.y);
  await page.keyboard.down('Control');
  for (let step = 0; step < STEPS; step += 1) await page.mouse.wheel(0, step < STEPS / 2 ? -20 : 20);
  await page.keyboard.up('Control');
});
const slider = page.getByRole('slider');
await slider.focus();
const times: number[] = [];
await during('changing waves', async () => {
  for (let step = 1; step < WAVES; step += 1) {
    const was = await slider.getAttribute('aria-valuetext');
    const shown = page.evaluate<number>(
      `new Promise((resolve) => { const from = performance.now(); const look = () => document.querySelector('input[type=range]').getAttribute('aria-valuetext') !== ${JSON.stringify(was)} ? requestAnimationFrame(() => resolve(performance.now() - from)) : requestAnimationFrame(look); look(); })`,
    );
    await page.keyboard.press('ArrowLeft');
    times.push(await shown);
  }
});
await close();
await server.stop();
rmSync(folder, { recursive: true, force: true });

times.sort((a, b) => a - b);
const median = times[times.length >> 1] ?? 0;
console.log(
  `60 agencies, ${ties / 2} confirmed pairs; a wave shown ${median.toFixed(0)} ms after its key (slowest ${times.at(-1)?.toFixed(0)} ms)`,
);
process.exitCode = Math.min(panned, zoomed) >= LEAST_FRAMES && median <= MOST_MS ? 0 : 1;

/**
 * How long a member waits for the first question on a slow phone (400 kbit/s, 150 ms latency, a processor four times slower), with
 * nothing in the browser's cache: `pnpm build && npx tsx bench/survey-on-a-slow-phone.ts`. The promise is three seconds.
 */
import { openOwnBrowser } from '../tests/support/chromium.ts';
import { printedLink, startServer } from '../tests/support/server.ts';

const RUNS = 5;
const BYTES_PER_SECOND = 400_000 / 8;
const LATENCY_MS = 150;
const SLOWER = 4;

const server = await startServer();
const shown: number[] = [];
const ready: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  const { context, close } = await openOwnBrowser({ viewport: { width: 360, height: 740 }, hasTouch: true });
  await context.request.get(printedLink(server, '/s/'));
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const from = performance.now();
  await page.goto(`${server.origin}/s/part/1`, { waitUntil: 'commit' });
  await page.getByText('Question 1 of 4').waitFor();
  ready.push(performance.now() - from);
  shown.push(await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
  await close();
}
await server.stop();

const seconds = (times: number[]) => `${(([...times].sort((a, b) => a - b)[RUNS >> 1] ?? 0) / 1000).toFixed(2)} s`;
console.log(`first question shown after ${seconds(shown)}, ready for keys after ${seconds(ready)} (median of ${RUNS})`);

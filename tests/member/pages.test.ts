import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';
import { onPart } from './answering.ts';
import { makeUpNetwork, type MadeUpNetwork } from './made-up-network.ts';

let demo: RunningServer;
let bare: RunningServer;
let network: MadeUpNetwork;

beforeAll(async () => {
  [demo, bare] = await Promise.all([startServer(), startServer({ DEMO: '0' })]);
  network = await makeUpNetwork(bare, { slug: 'bare' });
});
afterAll(async () => {
  await network?.end();
  await Promise.all([demo?.stop(), bare?.stop()]);
});

const PAGES = [
  '/s',
  '/s/part/1',
  '/s/part/3',
  '/s/part/agencies',
  '/s/part/agency-1',
  '/s/part/words',
  '/s/part/check',
  '/s/thanks',
  '/s/results',
  '/s/who-sees-what',
];

/** A member with something on every page: two agencies ticked. */
async function signedIn(page: Page, origin: string, link: string): Promise<void> {
  await page.goto(link);
  await page.goto(`${origin}/s/part/agencies`);
  await onPart(page, 'agencies');
  for (const i of [0, 1]) await page.getByRole('checkbox').nth(i).check();
  await page.locator('.actions button').click();
  await onPart(page, 'agency-1');
  await expect.poll(() => page.locator('.saved').innerText(), { timeout: 10_000 }).toMatch(/Saved|Tersimpan/);
}

/** Things to press that are smaller than 44 px either way; links within running text excepted (WCAG 2.5.8). */
const SMALL_TARGETS = `[...document.querySelectorAll('main a, main button, main input')]
  .filter((element) => element.offsetParent && !element.closest('.hidden, p, dd, dt, li'))
  .filter((element) => !element.classList.contains('hidden'))
  .map((element) => [element, (element.closest('label') ?? element).getBoundingClientRect()])
  .filter(([, box]) => box.height < 44)
  .map(([element, box]) => element.outerHTML.slice(0, 80) + ' ' + box.height)`;

describe.each(['en', 'id'])('in %s', (language) => {
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([360, 1280])('every page at %i px', async (width) => {
      const { context, close } = await openBrowser({ locale: language, colorScheme, viewport: { width, height: 800 } });
      const page = await context.newPage();
      for (const [server, link] of [
        [demo, printedLink(demo, '/s/')],
        [bare, await network.link('m-1')],
      ] as const) {
        await signedIn(page, server.origin, link);
        for (const path of PAGES) {
          await page.goto(server.origin + path);
          expect(await page.locator('html').getAttribute('lang'), path).toBe(language);
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
          expect(await page.evaluate(SMALL_TARGETS), path).toEqual([]);
        }
        await context.clearCookies();
        for (const path of ['/s/who-sees-what', '/s', `/s/${'x'.repeat(43)}`]) {
          await page.goto(server.origin + path);
          await expectAccessible(page);
        }
      }
      await close();
    });
  });
});

test.each(['en', 'id'])('nothing scrolls sideways at 320 px in %s', async (locale) => {
  const { context, close } = await openBrowser({ locale, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  await signedIn(page, demo.origin, printedLink(demo, '/s/'));
  for (const path of PAGES) {
    await page.goto(demo.origin + path);
    await expectNoSidewaysScroll(page);
  }
  await close();
});

test('text at 200% loses nothing and scrolls one way only', async () => {
  const { context, close } = await openBrowser({ locale: 'id', viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  await signedIn(page, bare.origin, await network.link('m-2'));
  for (const path of PAGES) {
    await page.goto(bare.origin + path);
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    await expectNoSidewaysScroll(page);
  }
  await close();
});

test('the first view of the survey is light, and asks no third party for anything', async () => {
  const { context, close } = await openBrowser({ locale: 'en', viewport: { width: 360, height: 740 } });
  await context.request.get(printedLink(demo, '/s/'));
  const page = await context.newPage();
  const scripts: Promise<number>[] = [];
  let transferred = 0;
  const elsewhere: string[] = [];
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (transferred += encodedDataLength));
  page.on('response', (reply) => {
    if (new URL(reply.url()).origin !== demo.origin) elsewhere.push(reply.url());
    if (/\.js(\?|$)/.test(reply.url())) scripts.push(reply.body().then((body) => gzipSync(body).length));
  });
  await page.goto(`${demo.origin}/s/part/1`, { waitUntil: 'networkidle' });
  await onPart(page, '1');
  const javascript = (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0);
  expect(elsewhere).toEqual([]);
  expect(javascript).toBeGreaterThan(0);
  expect(javascript, 'bytes of JavaScript, gzipped').toBeLessThanOrEqual(60_000);
  expect(transferred, 'bytes transferred').toBeLessThanOrEqual(100_000);
  await close();
});

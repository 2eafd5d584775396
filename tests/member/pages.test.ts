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

const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [360, 1280].map((width) => ({ colorScheme, width })),
);

/** Resolves once colours and sizes stand still: an animation's first frame still has the old ones. */
const SETTLED = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  .then(() => undefined)`;

/** A page is fetched once and looked at in each colour and width: the same page, four looks. */
async function expectGoodLooks(page: Page, path: string): Promise<void> {
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(SETTLED);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(await page.evaluate(SMALL_TARGETS), `${path} ${colorScheme} ${width}`).toEqual([]);
  }
}

describe.each(['en', 'id'])('in %s', (language) => {
  test.each(['the demo', 'no data'])(
    'every page with %s, light and dark, at 360 and 1280 px',
    async (data) => {
      const [server, link] = data === 'the demo' ? [demo, printedLink(demo, '/s/')] : [bare, await network.link('m-1')];
      const { context, close } = await openBrowser({ locale: language, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await signedIn(page, server.origin, link);
      // Chosen, so that the member's own language does not go before it.
      await page.goto(`${server.origin}/s?lang=${language}`);
      for (const path of PAGES) {
        await page.goto(server.origin + path);
        expect(await page.locator('html').getAttribute('lang'), path).toBe(language);
        await expectGoodLooks(page, path);
      }
      await context.clearCookies();
      for (const path of ['/s/who-sees-what', '/s', `/s/${'x'.repeat(43)}`, '/s/erased']) {
        await page.goto(server.origin + path);
        await expectGoodLooks(page, path);
      }
      await close();
    },
    240_000,
  );
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

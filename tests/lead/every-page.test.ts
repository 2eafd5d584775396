import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { ofAccount, ofNetwork, type LeadPage } from './pages.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
let demo: string;
let cookies: Awaited<ReturnType<BrowserContext['cookies']>>;
const EMPTY = 'nothing-yet';
/** The short run looks at light pages wide and at dark ones narrow; RAPPORT_LONG=1 at both both ways. */
const LONG = Boolean(process.env.RAPPORT_LONG);
const PATIENCE_MS = 240_000;

beforeAll(async () => {
  server = await startServer();
  const { context, close } = await openBrowser();
  const page = await context.newPage();
  await signInAsLead(page, server);
  demo = new URL(page.url()).pathname.split('/')[2] ?? '';
  const data = { slug: EMPTY, name: 'Nothing yet', timezone: 'Asia/Jakarta', locale: 'en' };
  const made = await page.request.post(`${server.origin}/api/networks`, { data, headers: { origin: server.origin } });
  expect(made.status()).toBe(201);
  cookies = await context.cookies();
  await close();
});
afterAll(() => server?.stop());

/** Every page with the demo's data and with none. */
const walk = (): (LeadPage & { address: string; has: string })[] => [
  ...ofNetwork.map((page) => ({ ...page, address: `/networks/${demo}${page.path}`, has: 'the demo' })),
  ...ofNetwork.map((page) => ({ ...page, chart: false, address: `/networks/${EMPTY}${page.path}`, has: 'nothing' })),
  ...ofAccount.map((page) => ({ ...page, address: page.path, has: 'an account' })),
];

/** Each picture says what it shows: more than its kind, and with a number of the page in it. */
async function expectFindings(page: Page) {
  for (const picture of await page.locator('.picture[role=img]').all()) {
    const said = (await picture.getAttribute('aria-label')) ?? '';
    expect(said.length, said).toBeGreaterThan(60);
    expect(said).toMatch(/\d/);
    expect(said).not.toMatch(/^(chart|grafik|graph|picture)\b/i);
  }
}

describe.each([
  { colorScheme: 'light', locale: 'en-GB', looked: 1280 },
  { colorScheme: 'dark', locale: 'id-ID', looked: 360 },
] as const)('$colorScheme, $locale', ({ colorScheme, locale, looked }) => {
  test(
    'axe finds nothing on any page of a lead, each fits 360 and 1280 px and says what its charts show',
    async () => {
      const { context, close } = await openBrowser({ colorScheme, locale });
      const faults: string[] = [];
      try {
        await context.addCookies(cookies);
        const page = await context.newPage();
        page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
        page.on('console', (message) => message.type() === 'error' && faults.push(`${page.url()}: ${message.text()}`));
        for (const { address, chart, has } of walk()) {
          await page.setViewportSize({ width: 1280, height: 900 });
          const reply = await page.goto(server.origin + address);
          expect(reply?.status(), `${address} with ${has}`).toBe(200);
          if (chart) await page.locator('.plot.drawn').first().waitFor();
          for (const width of [1280, 360]) {
            await page.setViewportSize({ width, height: 740 });
            const note = (error: Error) => faults.push(`${address} ${width}: ${error.message}`);
            await expectNoSidewaysScroll(page).catch(note);
            if (LONG || width === looked) await expectAccessible(page).catch(note);
          }
          await expectFindings(page);
        }
      } finally {
        await close();
      }
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );
});

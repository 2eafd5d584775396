import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

/** Width and height that a PNG says of itself. */
function sizeOf(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

async function downloaded(page: Page, button: Locator): Promise<Buffer> {
  const saved = page.waitForEvent('download');
  await button.click();
  return readFileSync(await (await saved).path());
}

/** The figures of a text, as page and file write them alike. */
const figuresOf = (text: string): string[] => text.match(/\d+(\.\d+)?/g) ?? [];

test.each([
  { path: '', charts: 2 },
  { path: '/ties', charts: 3 },
])('each chart of a lead’s page $path has its picture, its numbers and their explanation', async ({ path, charts }) => {
  const { context, close } = await openBrowser({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await signInAsLead(page, server);
    const { networks } = (await (await page.request.get(`${server.origin}/api/networks`)).json()) as {
      networks: { slug: string }[];
    };
    await page.goto(`${server.origin}/networks/${networks[0]?.slug}${path}`);
    await page.locator('.plot.drawn, .frame.drawn').first().waitFor();
    const found = page.locator('[data-chart]');
    expect(await found.count()).toBe(charts);
    expect(await page.locator('main [role=img]:not([data-chart] *)').count(), 'pictures that are no such chart').toBe(
      0,
    );
    for (const chart of await found.all()) {
      const [width, height] = sizeOf(await downloaded(page, chart.getByRole('button', { name: 'PNG' })));
      expect(width).toBeGreaterThan(800);
      expect(height).toBeGreaterThan(500);

      const link = chart.getByRole('link', { name: /CSV/ });
      const csv = await page.request.get(new URL((await link.getAttribute('href')) ?? '', page.url()).href);
      expect(csv.headers()['content-type']).toContain('text/csv');
      const rows = (await csv.text()).trim().split('\r\n');
      expect(rows.length).toBeGreaterThan(5);
      expect(new Set(rows.map((row) => row.split(',').length > 5))).toEqual(new Set([true]));

      await chart.getByRole('button', { name: 'Explain these numbers' }).click();
      const drawer = chart.getByRole('dialog', { name: 'These numbers in plain words' });
      await drawer.waitFor();
      const lines = await drawer.locator('li').allInnerTexts();
      expect(lines.length).toBeGreaterThan(2);
      for (const line of lines) {
        expect(figuresOf(line).length, line).toBeGreaterThan(0);
        expect(line).toContain('Formula:');
      }
      await drawer.getByRole('button', { name: 'Close' }).click();
      await drawer.waitFor({ state: 'hidden' });
    }
  } finally {
    await close();
  }
});

test('the file of the map has the lines of the map, at the wave and the level that are looked at', async () => {
  const { context, close } = await openBrowser({ locale: 'en-GB' });
  try {
    const page = await context.newPage();
    await signInAsLead(page, server);
    const { networks } = (await (await page.request.get(`${server.origin}/api/networks`)).json()) as {
      networks: { slug: string }[];
    };
    const root = `${server.origin}/networks/${networks[0]?.slug}`;
    const { waves } = (await (
      await page.request.get(`${server.origin}/api/networks/${networks[0]?.slug}/analysis`)
    ).json()) as {
      waves: { wave: string; network: { mode: { levels: { level: number; mutual: number; ties: number }[] } } }[];
    };
    const then = waves.at(-2)!;
    for (const { level, mutual, ties } of then.network.mode.levels) {
      const read = async (more: string) =>
        (await (await page.request.get(`${root}/ties/map.csv?wave=${then.wave}&level=${level}${more}`)).text())
          .trim()
          .split('\r\n')
          .slice(1);
      const all = await read('');
      // A confirmed pair is two ratings and one line, any other rating at the level a line of its own.
      expect(all.length).toBe(ties - mutual);
      expect(all.every((row) => row.startsWith(`${then.wave},mode,${level},`))).toBe(true);
      expect((await read('&confirmed=1')).length).toBe(mutual);
    }
  } finally {
    await close();
  }
});

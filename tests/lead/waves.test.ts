import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

const DAY_MS = 86_400_000;
const dayFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** A network in UTC with six agencies of one person each, and no wave. */
async function sixAgencies(page: Page, slug: string) {
  const headers = { origin: server.origin };
  const data = { slug, name: `Network ${slug}`, timezone: 'Etc/UTC', locale: 'en' };
  const list = Array.from({ length: 6 }, (_, i) => `Agency ${i}\tPerson ${i}\tp${i}@example.org`).join('\n');
  await page.request.post(`${server.origin}/api/networks`, { data, headers });
  await page.request.post(`${server.origin}/api/networks/${slug}/roster`, {
    data: list,
    headers: { ...headers, 'content-type': 'text/plain' },
  });
}

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test('a year is planned and taken back in one click each, a wave opened, extended, renamed, removed', async () => {
    const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', javaScriptEnabled });
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(15_000);
      await signInAsLead(page, server);
      const slug = `waves-${javaScriptEnabled ? 'with' : 'without'}`;
      await sixAgencies(page, slug);
      await page.goto(`${server.origin}/networks/${slug}/waves`);

      const plan = async (from: number) => {
        await page.getByLabel('First day of the first wave').fill(dayFromNow(from));
        await page.getByRole('button', { name: 'Plan the waves' }).click();
      };
      await plan(3);
      await page.getByText('Planned: 4.').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('No wave is planned yet.').waitFor();
      await plan(3);
      await page.getByText('Planned: 4.').waitFor();
      await plan(5);
      await page.getByText(/overlap those of a wave/).waitFor();

      await page
        .getByRole('link', { name: /^Change/ })
        .last()
        .click();
      await page.getByLabel('Name', { exact: true }).fill('The far one');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('link', { name: 'Change The far one' }).click();
      await page.getByRole('button', { name: 'Remove this wave' }).click();
      await page.getByRole('button', { name: 'Open it today' }).waitFor();
      await page.getByText(/^Removed: The far one/).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('link', { name: 'Change The far one' }).click();
      await page.getByRole('button', { name: 'Remove this wave' }).click();
      await page.getByText(/^Removed: The far one/).waitFor();
      expect(await page.getByRole('link', { name: 'Change The far one' }).count()).toBe(0);

      await page.getByRole('button', { name: 'Open it today' }).click();
      await page.getByRole('heading', { name: /is open: 0 of 6 have answered/ }).waitFor();
      await page.getByText('it takes answers from 5 of the 6 agencies').waitFor();
      await page.getByText('0 of 6 people have a link. Response rate so far: 0%.').waitFor();
      await page.locator('summary', { hasText: 'Agency by agency' }).click();
      expect(await page.getByRole('row', { name: /^Agency 0/ }).innerText()).toMatch(/1\s+0\s+not told/);
      await page.getByLabel('Last day', { exact: true }).fill(dayFromNow(40));
      await page.getByRole('button', { name: 'Move the last day' }).click();
      await page.getByText(/It now takes answers until the end of/).waitFor();
      await page.getByRole('link', { name: 'Invitations and links' }).click();
      await page.waitForURL('**/invitations');
    } finally {
      await browser.close();
    }
  });
});

test('counts follow by themselves while the page is open', async () => {
  const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  try {
    const page = await browser.context.newPage();
    await signInAsLead(page, server);
    await sixAgencies(page, 'live');
    const headers = { origin: server.origin };
    const series = { opens: dayFromNow(0), days: 14, count: 1 };
    const made = await page.request.post(`${server.origin}/api/networks/live/waves/series`, { data: series, headers });
    const [wave] = ((await made.json()) as { waves: { wave: string }[] }).waves;
    await page.goto(`${server.origin}/networks/live/waves`);
    await page.getByText('0 of 6 people have a link.').waitFor();
    const invite = `${server.origin}/api/networks/live/waves/${wave?.wave}/invitations`;
    await page.request.post(invite, { data: {}, headers });
    await page.getByText('6 of 6 people have a link.').waitFor({ timeout: 25_000 });
  } finally {
    await browser.close();
  }
});

describe.each(['light', 'dark'] as const)('axe, %s', (colorScheme) => {
  test('finds nothing on the waves of the demo and of an empty network, from 320 to 1280 px', async () => {
    const locale = colorScheme === 'dark' ? 'id-ID' : 'en-GB';
    const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale, colorScheme });
    try {
      const page = await browser.context.newPage();
      await signInAsLead(page, server);
      const slug = `bare-${colorScheme}`;
      await sixAgencies(page, slug);
      const { networks } = (await (await page.request.get(`${server.origin}/api/networks`)).json()) as {
        networks: { slug: string }[];
      };
      const demo = networks.find((network) => !/^(bare|waves|live)/.test(network.slug))?.slug;
      const { waves } = (await (await page.request.get(`${server.origin}/api/networks/${demo}/waves`)).json()) as {
        waves: { wave: string; state: string }[];
      };
      const open = waves.find(({ state }) => state === 'open')?.wave;
      for (const path of [`${demo}/waves`, `${demo}/waves/${open}`, `${slug}/waves`]) {
        const reply = await page.goto(`${server.origin}/networks/${path}`);
        expect(reply?.status(), path).toBe(200);
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 740 });
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        }
      }
    } finally {
      await browser.close();
    }
  });
});

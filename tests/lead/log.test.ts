import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

interface Entry {
  event: string;
  kind: string;
  title: string;
  starts: string;
  ends: string | null;
  notes: string | null;
  organisations: string[];
}
const today = () => new Date().toISOString().slice(0, 10);

async function logOf(page: Page, slug: string): Promise<Entry[]> {
  const reply = await page.request.get(`${server.origin}/api/networks/${slug}/events`);
  return ((await reply.json()) as { events: Entry[] }).events;
}

/** A network in UTC with three agencies and nothing in its log. */
async function threeAgencies(page: Page, slug: string) {
  const headers = { origin: server.origin };
  const data = { slug, name: `Network ${slug}`, timezone: 'Etc/UTC', locale: 'en' };
  await page.request.post(`${server.origin}/api/networks`, { data, headers });
  await page.request.post(`${server.origin}/api/networks/${slug}/roster`, {
    data: ['Clinic', 'Depot', 'School'].map((agency) => `${agency}\tPerson of ${agency}`).join('\n'),
    headers: { ...headers, 'content-type': 'text/plain' },
  });
}

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test('an entry is added by keyboard alone, changed, removed, and each step taken back', async () => {
    const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', javaScriptEnabled });
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(15_000);
      await signInAsLead(page, server);
      const slug = `log-${javaScriptEnabled ? 'with' : 'without'}`;
      await threeAgencies(page, slug);
      await page.goto(`${server.origin}/networks/${slug}/log`, { waitUntil: 'networkidle' });
      await page.getByText(/^Nothing is in the log yet/).waitFor();

      // Kind and day are there already: a few words and Enter are an entry.
      await page.getByLabel('What was it?').fill('First meeting of all');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'First meeting of all' }).waitFor();
      const [first] = await logOf(page, slug);
      expect(first).toMatchObject({ kind: 'workshop', starts: today(), ends: null, notes: null, organisations: [] });
      if (javaScriptEnabled) {
        const focused = await page.evaluate<string>('document.activeElement.getAttribute("name")');
        expect(focused, 'ready for the next entry').toBe('title');
        expect(await page.getByLabel('What was it?').inputValue()).toBe('');
      }
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText(/^Nothing is in the log yet/).waitFor();
      expect(await logOf(page, slug)).toEqual([]);

      await page.getByLabel('Kind').selectOption('agreement');
      await page.getByLabel('What was it?').fill('One form for all');
      await page.getByText('Who took part, last day, notes').click();
      await page.getByLabel('Last day').fill('2020-01-01');
      await page.getByLabel('Clinic').check();
      await page.getByRole('button', { name: 'Add to the log' }).click();
      await page.locator('.error').first().waitFor();
      expect(await page.getByLabel('What was it?').inputValue(), 'nothing typed is lost').toBe('One form for all');
      expect(await page.getByLabel('Clinic').isChecked()).toBe(true);
      await page.getByLabel('Last day').fill('');
      await page.getByLabel('Notes').fill('Signed by two');
      await page.getByRole('button', { name: 'Add to the log' }).click();
      await page.getByRole('heading', { name: 'One form for all' }).waitFor();
      const [second] = await logOf(page, slug);
      expect(second).toMatchObject({ kind: 'agreement', notes: 'Signed by two', organisations: ['org-1'] });

      await page.getByRole('link', { name: 'Change One form for all' }).click();
      await page.waitForURL(/\/log\/ev-/);
      await page.getByLabel('What was it?').fill('One form');
      await page.getByLabel('School').check();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'One form', exact: true }).waitFor();
      expect((await logOf(page, slug))[0]?.organisations).toEqual(['org-1', 'org-3']);
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('heading', { name: 'One form for all' }).waitFor();
      expect(await logOf(page, slug)).toEqual([second]);

      await page.getByRole('button', { name: 'Remove One form for all' }).click();
      await page.getByText(/^Nothing is in the log yet/).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('heading', { name: 'One form for all' }).waitFor();
      expect(await logOf(page, slug)).toEqual([second]);

      const goals = page.getByRole('region', { name: 'Agreed goals' });
      await goals.getByLabel('What you have agreed on').fill('One door for every family');
      await goals.getByRole('button').last().click();
      await page.getByText(/^Goals agreed, /).waitFor();
    } finally {
      await browser.close();
    }
  });
});

test('a group of the last wave stands for its agencies; an entry among closed waves says that their figures stay', async () => {
  const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  try {
    const page = await browser.context.newPage();
    page.setDefaultTimeout(15_000);
    await signInAsLead(page, server);
    const { networks } = (await (await page.request.get(`${server.origin}/api/networks`)).json()) as {
      networks: { slug: string }[];
    };
    const demo = networks.find(({ slug }) => !slug.startsWith('log-'))?.slug ?? '';
    await page.goto(`${server.origin}/networks/${demo}/log`, { waitUntil: 'networkidle' });
    const { waves } = (await (await page.request.get(`${server.origin}/api/networks/${demo}/waves`)).json()) as {
      waves: { closes: string; state: string }[];
    };
    const between = waves.filter(({ state }) => state === 'closed').at(-2)?.closes ?? '';
    await page.getByLabel('What was it?').fill('Told late');
    await page.getByLabel('Day', { exact: true }).fill(between);
    await page.getByText('Who took part, last day, notes').click();
    await page.getByLabel('A close group of the last wave').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Add to the log' }).click();
    await page.getByText(/their figures stay as they were frozen/).waitFor();
    const added = (await logOf(page, demo)).find(({ title }) => title === 'Told late');
    expect(added?.organisations.length).toBeGreaterThanOrEqual(3);
    await page.goto(`${server.origin}/networks/${demo}#log`);
    await page
      .locator('#log article', { hasText: 'Told late' })
      .getByText(/^Same people, /)
      .waitFor();
  } finally {
    await browser.close();
  }
});

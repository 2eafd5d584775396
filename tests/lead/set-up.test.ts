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

const LIST = ['Agency\tName\tE-mail', 'Harbour Clinic\tAda Lee\tada@example.org', 'North Housing\tBo Tan\tbo@example'];

async function heading(page: Page, name: string | RegExp) {
  await page.getByRole('heading', { name }).first().waitFor();
}

/** From nothing to a planned year, with a list that has to be put right once. */
async function setUp(page: Page, name: string, list: string[]) {
  await page.goto(`${server.origin}/networks/new`);
  await page.getByLabel('Name of the network').fill(name);
  await page.getByLabel('Time zone').selectOption('Asia/Jakarta');
  await page.getByRole('button', { name: 'Add the network' }).click();

  await heading(page, 'Who is in the network?');
  await page.getByLabel('Agencies and people').fill(list.join('\n'));
  await page.getByRole('button', { name: 'Check the list' }).click();
  await heading(page, 'Not saved yet: 1 things to put right');
  const row = page.getByRole('row', { name: /“bo@example” is not an e-mail address/ });
  expect(await row.getByRole('rowheader').textContent()).toBe('3');
  expect(await page.getByRole('button', { name: /^Add all/ }).count(), 'nothing can be saved yet').toBe(0);
  expect(await page.getByLabel('Agencies and people').inputValue()).toContain('Ada Lee');
  await page.getByLabel('Agencies and people').fill(list.join('\n').replace('bo@example', 'bo@example.org'));
  await page.getByRole('button', { name: 'Check the list' }).click();
  await page.getByRole('button', { name: 'Add all 2 people' }).click();

  await heading(page, 'What will members be asked?');
  await page.getByRole('link', { name: 'Go on with these questions' }).click();
  await heading(page, 'What is the network meant to be?');
  const mandate = page.getByRole('region', { name: 'The funder’s mandate' });
  await mandate.getByLabel('Mode').selectOption({ label: 'Collaboration' });
  await mandate.getByLabel('Where it says so').fill('Grant agreement');
  await mandate.getByRole('button', { name: 'Add' }).click();
  await mandate.getByText('Grant agreement').waitFor();
}

describe('from nothing to a planned year', () => {
  test.each([
    { name: 'Delta Relief Network', javaScriptEnabled: true },
    { name: 'Étang Relief Network', javaScriptEnabled: false },
  ])('$name (JavaScript: $javaScriptEnabled)', async ({ name, javaScriptEnabled }) => {
    const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', javaScriptEnabled });
    try {
      const page = await browser.context.newPage();
      await signInAsLead(page, server);
      await setUp(page, name, LIST);

      await page.getByRole('button', { name: /^Remove/ }).click();
      await page.getByText('Removed: collaboration.').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('Grant agreement').waitFor();

      // Left in the middle, and gone on with from the workspace.
      await page.goto(`${server.origin}/`);
      await page.getByRole('link', { name }).click();
      await page.getByRole('link', { name: 'Set-up', exact: true }).click();
      await page.getByRole('link', { name: /First wave/ }).click();
      await page.getByRole('button', { name: 'Plan the waves' }).click();
      await page.waitForURL((url) => !url.pathname.includes('/setup'));
      const slug = new URL(page.url()).pathname.split('/')[2] ?? '';
      expect(slug).toMatch(/^(delta|etang)-relief-network$/);
      const reply = await page.request.get(`${server.origin}/api/networks/${slug}/waves`);
      expect(((await reply.json()) as { waves: unknown[] }).waves).toHaveLength(4);
      expect(await page.getByRole('link', { name: 'Set-up', exact: true }).count(), 'the set-up is done').toBe(0);
    } finally {
      await browser.close();
    }
  });
});

test('questions of one’s own are shown before they are used, or refused with the path to each fault', async () => {
  const browser = await openBrowser({ viewport: { width: 360, height: 740 }, locale: 'en-GB' });
  try {
    const page = await browser.context.newPage();
    await signInAsLead(page, server);
    await page.goto(`${server.origin}/networks/new`);
    await page.getByLabel('Name of the network').fill('Own Questions');
    await page.getByRole('button', { name: 'Add the network' }).click();
    await heading(page, 'Who is in the network?');
    await page.goto(`${server.origin}/networks/own-questions/setup/questions`);
    const own = {
      id: 'ours',
      version: 1,
      title: { en: 'Our questions' },
      scales: [{ id: 'trust', title: { en: 'Trust' } }],
      items: [{ id: 't1', scale: 'nowhere', min: 1, max: 5, text: { en: 'They keep their word.' } }],
    };
    const upload = async (content: unknown) => {
      const buffer = Buffer.from(JSON.stringify(content));
      const file = { name: 'ours.json', mimeType: 'application/json', buffer };
      await page.getByLabel('Instrument file (JSON)').setInputFiles(file);
      await page.getByRole('button', { name: 'Look at this file' }).click();
    };
    await upload(own);
    await page.getByRole('alert').getByText('items.0.scale').waitFor();
    await upload({ ...own, items: own.items.map((item) => ({ ...item, scale: 'trust' })) });
    await heading(page, 'Not used yet: Our questions');
    await page.getByText('They keep their word.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Use these questions' }).click();
    await heading(page, 'What is the network meant to be?');
    await page.goto(`${server.origin}/networks/own-questions/setup/questions`);
    await heading(page, 'Our questions (ours@1)');
    await page.getByRole('button', { name: 'Go back to the built-in questions' }).waitFor();
  } finally {
    await browser.close();
  }
});

describe.each(['light', 'dark'] as const)('axe, %s', (colorScheme) => {
  test('finds nothing on the pages of the set-up, which fit from 320 to 1280 px', async () => {
    const locale = colorScheme === 'dark' ? 'id-ID' : 'en-GB';
    const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale, colorScheme });
    try {
      const page = await browser.context.newPage();
      await signInAsLead(page, server);
      const slug = `axe-${colorScheme}`;
      const data = { slug, name: `Axe ${colorScheme}`, timezone: 'Asia/Jakarta', locale: 'en' };
      await page.request.post(`${server.origin}/api/networks`, { data, headers: { origin: server.origin } });
      for (const path of [
        '/networks/new',
        ...['people', 'questions', 'aims', 'wave'].map((step) => `/networks/${slug}/setup/${step}`),
      ]) {
        await page.goto(server.origin + path);
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 740 });
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        }
      }
      await page.goto(`${server.origin}/networks/${slug}/setup/people`);
      await page.locator('textarea').fill([...LIST, '\tC\tc@example.org'].join('\n'));
      await page.locator('main form button').first().click();
      await page.locator('#people-preview table').waitFor();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    } finally {
      await browser.close();
    }
  });
});

import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { start } from '@rapport/api/testing/command';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

const SECRET = 'a secret of the tests, long enough for all of them';
let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ AUTH_SECRET: SECRET });
});
afterAll(() => server?.stop());

async function withPage(javaScriptEnabled: boolean, look: (page: Page, demo: string) => Promise<void>) {
  const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', javaScriptEnabled });
  try {
    const page = await browser.context.newPage();
    page.setDefaultTimeout(20_000);
    await signInAsLead(page, server);
    const reply = await page.request.get(`${server.origin}/api/networks`);
    const { networks } = (await reply.json()) as { networks: { slug: string }[] };
    await look(page, networks[0]?.slug ?? '');
  } finally {
    await browser.close();
  }
}

test.each([true, false])('every file comes under its name, with JavaScript: %s', async (javaScriptEnabled) => {
  await withPage(javaScriptEnabled, async (page, demo) => {
    await page.goto(`${server.origin}/networks/${demo}/exports`);
    for (const [link, file, begins] of [
      ['Workbook (XLSX)', `${demo}-release.xlsx`, 'PK'],
      ['One long table (CSV)', `${demo}-release.csv`, 'table,wave,to'],
      ['Nodes, edges and GraphML (ZIP)', `${demo}-ties.zip`, 'PK'],
      ['Ties over time (PNG)', `${demo}-ties.png`, '\u{fffd}PNG'],
    ] as const) {
      const saved = page.waitForEvent('download');
      await page.getByRole('link', { name: link }).click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe(file);
      expect(readFileSync(await download.path(), 'utf8').startsWith(begins), link).toBe(true);
      if (javaScriptEnabled) await page.getByText(`Saved as ${file}.`).waitFor();
    }
    // A lead is no custodian: no panel, and no bringing answers in.
    expect(await page.getByRole('link', { name: /^Folder of CSV files/ }).count()).toBe(0);
    await page.goto(`${server.origin}/networks/${demo}/exports/import`);
    await page.getByText(/^Only a custodian may bring answers in/).waitFor();
  });
});

test('a custodian maps a file, sees its faults at their lines, mends them and adds it; the mapping is offered again', async () => {
  const password = 'correct horse battery';
  await withPage(true, async (page, demo) => {
    const args = ['lead', 'add', 'keeper@example.org', '--network', demo, '--role', 'custodian'];
    const environment = { DATABASE_URL: server.databaseUrl, AUTH_SECRET: SECRET };
    const added = await start(args, tmpdir(), environment, `${password}\n`).done;
    expect(added.status, added.err).toBe(0);
    const { members } = (await (await page.request.get(`${server.origin}/api/networks/${demo}/members`)).json()) as {
      members: { member: string; left: string | null; joined: string }[];
    };
    const { waves } = (await (await page.request.get(`${server.origin}/api/networks/${demo}/waves`)).json()) as {
      waves: { wave: string; state: string; label: string }[];
    };
    const open = waves.find(({ state }) => state === 'open');
    const progress = `${server.origin}/api/networks/${demo}/waves/${open?.wave}/progress`;
    const before = (await (await page.request.get(progress)).json()) as { submitted: number; eligible: number };
    expect(before.submitted).toBeLessThan(before.eligible);

    await page.context().clearCookies();
    const data = { email: 'keeper@example.org', password };
    const signedIn = await page.request.post(`${server.origin}/api/auth/sign-in/email`, {
      data,
      headers: { origin: server.origin },
    });
    expect(signedIn.status()).toBe(200);
    await page.goto(`${server.origin}/networks/${demo}/exports/import`);
    const still = members.filter(({ left }) => left === null);
    const file = (value: string) =>
      ['token,G1[trust_1],zip', ...still.map(({ member }) => `${member},${value},1`)].join('\n');
    await page.getByLabel('Or paste it here').fill(file('A9'));
    await page.getByRole('button', { name: 'Go on to the columns' }).click();
    await expect.poll(() => page.getByLabel('zip: is').inputValue()).toBe('');
    expect(await page.getByLabel('G1[trust_1]: is').inputValue()).toBe('{"item":"trust_1"}');
    await page.getByLabel('G1[trust_1]: Recode').fill('A5=5');
    await page.getByLabel('Wave of the whole file').selectOption(open?.wave ?? '');
    await page.getByLabel('Keep this as').fill('Our LimeSurvey');
    await page.getByRole('button', { name: 'Save and check the file' }).click();
    await page.getByText('is "A9", not a number: recode it, or call it missing').first().waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByLabel('G1[trust_1]: Recode').fill('A5=5, A9=');
    await page.getByRole('button', { name: 'Save and check the file' }).click();
    await page.getByText('is "A9"').first().waitFor({ state: 'detached' });
    await page
      .getByRole('cell', { name: /has answered .* already/ })
      .first()
      .waitFor();

    // Those who have not answered yet, one by one, until the file holds nobody else.
    const lines = await page.locator('section.card tbody tr td.number').allInnerTexts();
    const refused = new Set(lines.map(Number));
    const free = still.filter((_, at) => !refused.has(at + 2));
    expect(free.length).toBeGreaterThan(0);
    await page.goto(`${server.origin}/networks/${demo}/exports/import`);
    expect(await page.getByLabel('Begin with').inputValue()).toBe('Our LimeSurvey');
    const rest = ['token,G1[trust_1]', ...free.map(({ member }) => `${member},A5`)].join('\n');
    await page.getByLabel('Or paste it here').fill(rest);
    await page.getByRole('button', { name: 'Go on to the columns' }).click();
    await expect.poll(() => page.getByLabel('G1[trust_1]: Recode').inputValue()).toContain('A5=5');
    await page.getByRole('button', { name: 'Save and check the file' }).click();
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.getByText(/responses? (was|were) added\./).waitFor();
    const after = (await (await page.request.get(progress)).json()) as { submitted: number };
    expect(after.submitted).toBe(before.submitted + free.length);
  });
});

test('a failure is told beside its link, and nothing is saved', async () => {
  await withPage(true, async (page, demo) => {
    await page.route('**/export?format=csv', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: '{"type":"urn:rapport:problem:unavailable","title":"Busy","detail":"The database is busy.","status":503}',
      }),
    );
    // Before its script is there the link is a plain one.
    await page.goto(`${server.origin}/networks/${demo}/exports`, { waitUntil: 'networkidle' });
    await page.getByRole('link', { name: 'One long table (CSV)' }).click();
    await page
      .getByText('It could not be prepared: Nothing that you had already saved is lost. Try again in a moment.')
      .waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});

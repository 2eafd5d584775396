import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

describe.each([
  { javaScriptEnabled: true, colorScheme: 'light', locale: 'en-GB' },
  { javaScriptEnabled: false, colorScheme: 'dark', locale: 'en-GB' },
] as const)('with JavaScript: $javaScriptEnabled', ({ javaScriptEnabled, colorScheme, locale }) => {
  test('people are added from a list, changed, moved with their history, and leave and come back', async () => {
    const options = { viewport: { width: 1280, height: 900 }, locale, javaScriptEnabled, colorScheme };
    const browser = await openBrowser(options);
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(15_000);
      await signInAsLead(page, server);
      const slug = `members-${colorScheme}`;
      const data = { slug, name: 'Members', timezone: 'Etc/UTC', locale: 'en' };
      await page.request.post(`${server.origin}/api/networks`, { data, headers: { origin: server.origin } });
      await page.goto(`${server.origin}/networks/${slug}/members`);
      await page.getByLabel('Agencies and people').fill('Clinic\tAda\tada@example.org\nDepot\tBo\tbo@example.org');
      await page.getByRole('button', { name: 'Check the list' }).click();
      await page.getByRole('button', { name: 'Add all 2 people' }).click();
      await page.getByRole('heading', { name: '2 people of 2 agencies' }).waitFor();
      const memberRows = async () => {
        const reply = await page.request.get(`${server.origin}/api/networks/${slug}/members`);
        return ((await reply.json()) as { members: { member: string; person?: string; left: string | null }[] })
          .members;
      };
      // The list was a mistake, and then it was none.
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('heading', { name: '0 people of 0 agencies' }).waitFor();
      await page.getByLabel('Agencies and people').fill('Clinic\tAda\tada@example.org\nDepot\tBo\tbo@example.org');
      await page.getByRole('button', { name: 'Check the list' }).click();
      await page.getByRole('button', { name: 'Add all 2 people' }).click();
      await page.getByRole('heading', { name: '2 people of 2 agencies' }).waitFor();

      await page.getByRole('link', { name: 'Ada', exact: true }).click();
      await page.getByLabel('E-mail').fill('ada.lee@example.org');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('ada.lee@example.org').waitFor();

      await page.getByRole('link', { name: 'Ada', exact: true }).click();
      await page.getByRole('button', { name: 'Move', exact: true }).click();
      await page.getByText(/Choose a later day/).waitFor();
      await page.locator('input[name=from]').fill(tomorrow());
      await page.getByRole('button', { name: 'Move', exact: true }).click();
      await page.getByText(/^Clinic, from .* left on/).waitFor();
      await page.getByText(/^Depot, from/).waitFor();
      const moved = [
        ['m-1', 'm-1'],
        ['m-2', undefined],
        ['m-1-2', 'm-1'],
      ];
      const people = async () => (await memberRows()).map(({ member, person }) => [member, person]);
      expect(await people()).toEqual(moved);
      await page.getByText(/^Ada moves to Depot on/).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('heading', { name: '2 people of 2 agencies' }).waitFor();
      expect((await memberRows()).map(({ member, left }) => [member, left])).toEqual([
        ['m-1', null],
        ['m-2', null],
      ]);
      await page.getByRole('link', { name: 'Ada', exact: true }).click();
      await page.locator('input[name=from]').fill(tomorrow());
      await page.getByRole('button', { name: 'Move', exact: true }).click();
      await page.getByText(/^Depot, from/).waitFor();
      expect(await people()).toEqual(moved);

      await page.goto(`${server.origin}/networks/${slug}/members/m-2`);
      await page.getByRole('button', { name: 'End the membership' }).click();
      await page.getByText(/^Bo leaves on/).waitFor();
      await page.getByRole('heading', { name: 'No longer in the network' }).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('heading', { name: 'No longer in the network' }).waitFor({ state: 'detached' });

      // Bo was entered a second time: one record stays, with what is right, until it is taken back.
      const twice = {
        member: 'm-9',
        organisation: 'org-2',
        name: 'Bo Lee',
        joined: new Date().toISOString().slice(0, 10),
      };
      const headers = { origin: server.origin };
      await page.request.post(`${server.origin}/api/networks/${slug}/members`, { data: twice, headers });
      await page.goto(`${server.origin}/networks/${slug}/members/m-9`);
      await page.getByText('The same person twice?').click();
      await page.getByLabel('The other record').selectOption('m-2');
      await page.getByRole('button', { name: 'Make them one' }).click();
      await page.getByText('Two records are one history now: Bo Lee.').waitFor();
      expect((await memberRows()).map(({ member }) => member)).toEqual(['m-1', 'm-1-2', 'm-9']);
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('link', { name: 'Bo', exact: true }).waitFor();
      expect((await memberRows()).map(({ member }) => member).sort()).toEqual(['m-1', 'm-1-2', 'm-2', 'm-9']);

      await page.getByRole('link', { name: 'Clinic' }).click();
      await page.getByLabel('Agency').fill('Harbour Clinic');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('link', { name: 'Harbour Clinic' }).waitFor();
    } finally {
      await browser.close();
    }
  });

  test('axe finds nothing, from 320 to 1280 px', async () => {
    const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'id-ID', colorScheme });
    try {
      const page = await browser.context.newPage();
      await signInAsLead(page, server);
      const slug = `members-${colorScheme}`;
      for (const path of ['members', 'members/m-2', 'members/agencies/org-1'])
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 740 });
          const reply = await page.goto(`${server.origin}/networks/${slug}/${path}`);
          expect(reply?.status(), path).toBe(200);
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        }
    } finally {
      await browser.close();
    }
  });
});

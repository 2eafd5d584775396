import { describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts';
import { printedLink } from '../support/server.ts';
import { visitor } from '../support/visitor.ts';

const lead = visitor((server) => printedLink(server, '/api/auth/'));
const { withPage } = lead;
const reportsPage = () => `${lead.landed}/reports`;

describe('publishing', () => {
  it.each([
    { locale: 'en-GB', colorScheme: 'light', width: 320 },
    { locale: 'id', colorScheme: 'dark', width: 1280 },
  ] as const)('is accessible and fits: $locale, $colorScheme, $width px', async ({ locale, colorScheme, width }) => {
    await withPage({ locale, colorScheme, viewport: { width, height: 800 } }, async (page) => {
      await page.goto(reportsPage());
      for (const details of await page.locator('details summary').all()) await details.click();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await page.locator('a[href*="/reports/preview"]').click();
      await page.locator('.banner').waitFor();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    });
  });

  it('works from preview to withdrawal without JavaScript', async () => {
    await withPage({ locale: 'en-GB', javaScriptEnabled: false }, async (page) => {
      await page.goto(reportsPage());
      await page.getByLabel('Your summary').fill('What we want you to know.');
      await page.getByLabel('Does it correct an earlier report?').selectOption({ index: 1 });
      await page.getByRole('button', { name: /^Publish the report/ }).click();
      const card = page.locator('article').first();
      expect(await card.innerText()).toMatch(/It corrects and replaces report no\. 1/);

      await card.getByText('Share by a new link').click();
      await card.getByLabel(/^Passphrase/).fill('river and road');
      await card.getByRole('button', { name: 'Make a link' }).click();
      const link = await page.locator('.link a').innerText();
      await page.goto(reportsPage());
      expect(await page.content()).not.toContain(link.split('/').at(-1));

      await page.goto(link);
      expect(await page.content()).not.toContain('What we want you to know');
      await page.getByLabel('Passphrase').fill('river or road');
      await page.getByRole('button', { name: 'Open the report' }).click();
      await expect.poll(() => page.getByRole('alert').innerText()).toMatch(/not the passphrase/);
      await page.getByLabel('Passphrase').fill('river and road');
      await page.getByRole('button', { name: 'Open the report' }).click();
      await expect.poll(() => page.locator('main').innerText()).toContain('What we want you to know.');

      await page.goto(reportsPage());
      await card.getByText('Withdraw this report').click();
      await card.getByLabel('Note for whoever opens a link').fill('A figure was read wrongly.');
      await card.getByRole('button', { name: /^Withdraw report/ }).click();
      await page.goto(link);
      expect(await page.locator('main').innerText()).toContain('A figure was read wrongly.');
      expect(await page.content()).not.toContain('What we want you to know');
    });
  });

  it('says which name keeps a report from going out, and keeps what was written', async () => {
    await withPage({ locale: 'en-GB' }, async (page) => {
      await page.goto(reportsPage());
      const { organisations } = (await page.evaluate(
        `fetch('/api${new URL(reportsPage()).pathname.replace('/reports', '/organisations')}').then((reply) => reply.json())`,
      )) as { organisations: { name: string; named?: boolean }[] };
      const hidden = organisations.find(({ named }) => named !== true);
      expect(hidden).toBeDefined();
      await page.getByLabel('Your summary').fill(`We thank ${hidden?.name}.`);
      await page.getByRole('button', { name: /^Publish the report/ }).click();
      await expect.poll(() => page.locator('.refused').innerText()).toContain(hidden?.name);
      expect(await page.getByLabel('Your summary').inputValue()).toBe(`We thank ${hidden?.name}.`);
    });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test('the lead reads who did what, by kind, and sees whom a time of keeping would erase before it is set', async () => {
    const browser = await openBrowser({ viewport: { width: 360, height: 740 }, locale: 'en-GB', javaScriptEnabled });
    try {
      const page = await browser.context.newPage();
      page.setDefaultTimeout(15_000);
      await signInAsLead(page, server);
      await page.goto(`${server.origin}/networks/marram-bay`);
      await page.getByRole('link', { name: 'Record' }).click();
      await page.getByRole('cell', { name: 'Signed in' }).first().waitFor();
      await page.getByRole('link', { name: 'Reports', exact: true }).last().click();
      await page.waitForURL(/kind=reports/);
      await page.getByRole('cell', { name: /^Published report/ }).waitFor();
      await page.getByRole('cell', { name: 'Signed in' }).first().waitFor({ state: 'detached' });
      expect(await page.getByRole('cell', { name: 'Signed in' }).count()).toBe(0);

      const months = page.getByLabel('Months after leaving');
      const look = page.getByRole('button', { name: 'See whom this would erase' });
      await months.fill('0.5');
      await look.click();
      await page.getByText('Give a number of months from 1 to 600').waitFor();
      expect(await months.inputValue()).toBe('0.5');
      await months.fill('1');
      await look.click();
      await page.getByText('In the coming night these people would be erased, for good:').waitFor();
      expect(await page.getByRole('listitem').filter({ hasText: ', left on ' }).count()).toBeGreaterThan(0);
      if (javaScriptEnabled) {
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }
      await months.fill('600');
      await look.click();
      await page.getByText('This would erase nobody now.').waitFor();
      await page.getByRole('button', { name: 'Set months after leaving to 600' }).click();
      await page.getByText('Saved.').waitFor();
      await page.getByText('Months after which people who left are erased: 600.').waitFor();
      await page.goto(`${server.origin}/networks/marram-bay/audit?kind=settings`);
      await page.getByRole('cell', { name: 'Changed the network’s settings' }).first().waitFor();
    } finally {
      await browser.close();
    }
  });
});

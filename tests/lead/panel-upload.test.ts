import { randomBytes } from 'node:crypto';
import { agencies } from '@rapport/api/testing/agencies';
import { panelToFiles } from '@rapport/surveys/panel-files';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

/** A network's folder as a ZIP that is larger than what pages took before they took files. */
function zipOf(slug: string, change: (answers: string) => string) {
  const files = panelToFiles(agencies(slug));
  files.set('answers.csv', change(files.get('answers.csv') ?? ''));
  const encoder = new TextEncoder();
  const entries = [...files].map(([name, text]) => [`${slug}/${name}`, encoder.encode(text)] as const);
  const notes = [`${slug}/notes.csv`, new Uint8Array(randomBytes(700_000))] as const;
  return {
    name: `${slug}.zip`,
    mimeType: 'application/zip',
    buffer: Buffer.from(zipSync(Object.fromEntries([...entries, notes]))),
  };
}

const networksOf = async (page: Page) =>
  ((await (await page.request.get(`${server.origin}/api/networks`)).json()) as { networks: { slug: string }[] })
    .networks;

test.each([true, false])(
  'a lead brings a whole network along: faults at their places, then all of it (JavaScript: %s)',
  async (javaScriptEnabled) => {
    const { context, close } = await openBrowser({
      locale: 'en-GB',
      viewport: { width: 1280, height: 900 },
      javaScriptEnabled,
    });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await signInAsLead(page, server);
      const slug = javaScriptEnabled ? 'brought' : 'brought-plain';
      await page.goto(`${server.origin}/networks/new`);
      await page.getByRole('link', { name: /Bring a whole network along/ }).click();
      await page.waitForURL(/\/networks\/new\/panel$/);
      await page.getByLabel('The panel').setInputFiles(zipOf(slug, (text) => text.replace(/,\d+\n/, ',99\n')));
      await page.getByRole('button', { name: 'Bring it in' }).click();
      const fault = page.getByRole('row', { name: /answers\.csv/ });
      await fault.waitFor();
      expect(await fault.locator('td').allInnerTexts()).toEqual([
        expect.stringContaining('is 99'),
        'answers.csv',
        '2',
        'value',
      ]);
      expect((await networksOf(page)).map((one) => one.slug)).not.toContain(slug);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoSidewaysScroll(page);
      const { x = 0, width = 360 } = (await page.getByText(/is 99/).boundingBox()) ?? {};
      expect(x + width, 'what is wrong is in sight on a phone').toBeLessThanOrEqual(360);
      if (javaScriptEnabled) await expectAccessible(page);

      await page.getByLabel('The panel').setInputFiles(zipOf(slug, (text) => text));
      await page.getByRole('button', { name: 'Check it' }).click();
      await page.getByText('6 agencies, 12 people, 3 waves').waitFor();
      await page.getByText('Not part of a panel, and not read: notes.csv').waitFor();
      expect((await networksOf(page)).map((one) => one.slug)).not.toContain(slug);

      if (!javaScriptEnabled) await page.getByLabel('The panel').setInputFiles(zipOf(slug, (text) => text));
      await page.getByRole('button', { name: 'Bring it in' }).click();
      await page.waitForURL(new RegExp(`/networks/${slug}$`));
      await page.getByRole('heading', { level: 1 }).waitFor();
      const { members } = (await (await page.request.get(`${server.origin}/api/networks/${slug}/members`)).json()) as {
        members: object[];
      };
      expect(members).toHaveLength(12);
    } finally {
      await close();
    }
  },
);

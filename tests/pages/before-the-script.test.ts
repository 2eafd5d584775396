import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { signInAsLead } from '../lead/signed-in.ts';
import { isSaved } from '../member/answering.ts';
import { openBrowser } from '../support/browser.ts';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';

let server: RunningServer;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;

beforeAll(async () => {
  server = await startServer({});
  browser = await openBrowser({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens a page whose scripts stay on their way until the returned function lets them in. */
async function openWithoutScripts(path: string): Promise<() => Promise<void>> {
  let letIn = () => {};
  const held = new Promise<void>((resolve) => (letIn = resolve));
  await page.route('**/_app/**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(server.origin + path, { waitUntil: 'commit' });
  return async () => {
    letIn();
    await page.waitForLoadState('networkidle');
  };
}

test('an answer given before the survey’s script has arrived stays, and is saved', async () => {
  page = await browser.context.newPage();
  await page.goto(printedLink(server, '/s/'));
  const letScriptsIn = await openWithoutScripts('/s/part/1');
  const point = page.locator('fieldset').nth(1).getByRole('radio').nth(2);
  await point.check();
  await letScriptsIn();
  await isSaved(page);
  expect(await point.isChecked()).toBe(true);
  await page.unrouteAll({ behavior: 'wait' });
  await page.reload();
  expect(await point.isChecked()).toBe(true);
});

test('what a lead has opened, typed, chosen and ticked before the page’s script has arrived stays', async () => {
  page = await browser.context.newPage();
  await signInAsLead(page, server);
  const { networks } = (await (await page.request.get(`${server.origin}/api/networks`)).json()) as {
    networks: { slug: string }[];
  };
  const letScriptsIn = await openWithoutScripts(`/networks/${networks[0]?.slug ?? ''}/log`);
  const more = page.locator('details', { hasText: 'Who took part, last day, notes' });
  await page.getByLabel('What was it?').fill('Typed early');
  await page.getByLabel('Kind', { exact: true }).selectOption('agreement');
  await more.locator('summary').click();
  await more.getByRole('checkbox').nth(3).check();
  await letScriptsIn();
  expect(await page.getByLabel('What was it?').inputValue()).toBe('Typed early');
  expect(await page.getByLabel('Kind', { exact: true }).inputValue()).toBe('agreement');
  expect(await more.getByRole('checkbox').nth(3).isChecked()).toBe(true);
});

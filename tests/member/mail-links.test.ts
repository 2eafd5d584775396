import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { makeUpNetwork, type MadeUpNetwork } from './made-up-network.ts';

let server: RunningServer;
let network: MadeUpNetwork;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;

beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
  network = await makeUpNetwork(server, { slug: 'mailed' });
  browser = await openBrowser({ locale: 'en-GB' });
  page = await browser.context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await network?.end();
  await server?.stop();
});

const title = () => page.getByRole('heading', { level: 1 }).innerText();

test('the personal link leads to one’s own results, also after the close, at an address without it', async () => {
  const link = await network.mailLink('m-1', 'results');
  await page.goto(link);
  expect(page.url()).toBe(`${server.origin}/s/results`);
  expect(await title()).toBe('My results');
  await expectAccessible(page);
  expect((await page.goto(`${server.origin}/s/results/${'x'.repeat(43)}`))?.status()).toBe(404);
});

test('mails end only when the button is pressed, and can be had again', async () => {
  const link = await network.mailLink('m-2', 'opt-out');
  await page.goto(link);
  await page.goto(link);
  expect(await title()).toBe('No more mail?');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send me no more mail' }).click();
  await expect.poll(title).toBe('You get no more mail');
  await page.goto(link);
  expect(await title()).toBe('You get no more mail');
  await page.getByRole('button', { name: 'Send me mail again' }).click();
  await expect.poll(title).toBe('No more mail?');
});

test('a handed-on link asks for a code; where no mail can be sent it says so, and a wrong code opens nothing', async () => {
  await browser.context.clearCookies();
  await page.goto(await network.link('m-1', { handedOn: true }));
  await page.getByRole('link', { name: 'Read them with a code by mail' }).click();
  await page.waitForURL('**/s/code');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Mail me a code' }).click();
  await page.getByText('No code can be mailed to you here.').waitFor();
  await page.getByLabel('Code from the mail').fill('123 456');
  await page.getByRole('button', { name: 'Show my earlier answers' }).click();
  await page.getByText('That code is not right').waitFor();
  await expectAccessible(page);
  await page.goto(`${server.origin}/s/results`);
  expect(await page.locator('main').innerText()).toContain('came through other hands');
});

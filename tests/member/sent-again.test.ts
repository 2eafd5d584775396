import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { isSaved, onPart, start } from './answering.ts';
import { makeUpNetwork, type MadeUpNetwork } from './made-up-network.ts';

let server: RunningServer;
let network: MadeUpNetwork;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;

beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
  network = await makeUpNetwork(server, { slug: 'again' });
});
afterAll(async () => {
  await browser?.close();
  await network?.end();
  await server?.stop();
});

const UNSENT = 'Changed since you sent, not sent yet';
const stored = async (member: string) =>
  (await network.responses(member)).find(({ wave }) => wave === 'now')?.submission.answers;
const choose = (name: string) => page.getByRole('group').first().getByRole('radio', { name, exact: true }).check();

/** Answers the first question and sends that. */
async function send(member: string): Promise<void> {
  await start(page, await network.link(member));
  await onPart(page, '1');
  await choose('Agree');
  await isSaved(page);
  await page.goto(`${server.origin}/s/part/check`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await page.waitForURL('**/s/thanks');
}

describe('with JavaScript', () => {
  beforeAll(async () => {
    browser = await openBrowser({ locale: 'en-GB' });
    page = await browser.context.newPage();
  });
  afterAll(() => browser.close());

  test('what is changed after sending is said to be unsent, wherever one looks, until it is sent or given up', async () => {
    await send('m-1');
    expect(await page.getByText(UNSENT).count()).toBe(0);

    // Within the same visit, and to the page of answers rather than back to the thanks.
    await page.getByRole('link', { name: 'Change my answers' }).click();
    await page.waitForURL('**/s/part/check');
    await page.getByRole('link', { name: 'Change: Trust' }).click();
    await onPart(page, '1');
    await choose('Disagree');
    await isSaved(page);
    await page.goto(`${server.origin}/s`, { waitUntil: 'networkidle' });
    await page.getByRole('heading', { name: UNSENT }).waitFor();
    await expectAccessible(page);
    expect(await stored('m-1')).toEqual({ trust_1: 6 });
    await page.goto(`${server.origin}/s/thanks`);
    await page.getByRole('heading', { name: UNSENT }).waitFor();

    await page.getByRole('link', { name: 'Look at them and send' }).click();
    await page.waitForURL('**/s/part/check');
    await page.getByRole('button', { name: 'Go back to what I sent' }).click();
    await page.getByText('Back to what you sent.').waitFor();
    expect(await page.locator('dd').first().innerText()).toBe('Agree');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: UNSENT }).waitFor();
    expect(await page.locator('dd').first().innerText()).toBe('Disagree');
    await isSaved(page);
    await page.getByRole('button', { name: 'Send my changes' }).click();
    await page.waitForURL('**/s/thanks');
    expect(await page.getByText(UNSENT).count()).toBe(0);
    expect(await stored('m-1')).toEqual({ trust_1: 2 });
  });

  test('a link that came through other hands says so without showing what was sent', async () => {
    await send('m-4');
    await browser.context.clearCookies();
    await page.goto(await network.link('m-4', { handedOn: true }));
    await page.goto(`${server.origin}/s/part/1`);
    await onPart(page, '1');
    expect(await page.locator('input:checked').count()).toBe(0);
    await choose('Agree');
    await isSaved(page);
    await page.goto(`${server.origin}/s`);
    await page.getByRole('heading', { name: UNSENT }).waitFor();
    expect(await page.getByText('can’t be shown on this link').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Go back to what I sent' }).count()).toBe(0);
  });

  test('answers that no longer fit are named as the trouble, and sending can be tried again', async () => {
    await browser.context.clearCookies();
    await start(page, await network.link('m-3'));
    await onPart(page, '1');
    await choose('Agree');
    await isSaved(page);
    await page.goto(`${server.origin}/s/part/check`, { waitUntil: 'networkidle' });
    const refuse = '**/api/survey/submission';
    await page.route(refuse, (route) => route.fulfill({ status: 422, contentType: 'application/json', body: '{}' }));
    await page.getByRole('button', { name: 'Send my answers' }).click();
    await page.getByText('no longer fit the survey').waitFor();
    await page.unroute(refuse);
    await page.getByRole('button', { name: 'Send my answers' }).click();
    await page.waitForURL('**/s/thanks');
    expect(await stored('m-3')).toEqual({ trust_1: 6 });
  });
});

test('without JavaScript changes are shown as unsent, and given up by a button', async () => {
  browser = await openBrowser({ locale: 'en-GB', javaScriptEnabled: false });
  page = await browser.context.newPage();
  await start(page, await network.link('m-2'));
  await page.waitForURL('**/part/1');
  await choose('Agree');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/part/2');
  await page.goto(`${server.origin}/s/part/check`);
  await page.getByRole('button', { name: 'Send my answers' }).click();
  await page.waitForURL('**/s/thanks');
  await page.goto(`${server.origin}/s/part/1`);
  await choose('Disagree');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/part/2');
  await page.goto(`${server.origin}/s`);
  expect(await page.getByRole('heading', { name: UNSENT }).isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Go back to what I sent' }).click();
  await page.waitForURL(/\/s$/);
  await expect.poll(() => page.getByText(UNSENT).count()).toBe(0);
  await page.goto(`${server.origin}/s/part/1`);
  expect(await page.locator('input:checked').getAttribute('value')).toBe('6');
  expect(await stored('m-2')).toEqual({ trust_1: 6 });
});

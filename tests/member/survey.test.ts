import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { answerByDigits, isSaved, onPart, start } from './answering.ts';
import { makeUpNetwork, type MadeUpNetwork } from './made-up-network.ts';

let server: RunningServer;
let network: MadeUpNetwork;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;

beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
  network = await makeUpNetwork(server, { slug: 'bay' });
});
afterAll(async () => {
  await network?.end();
  await server?.stop();
});

const stored = async (member: string) => (await network.responses(member)).find(({ wave }) => wave === 'now');
const newPage = (context: BrowserContext) => context.newPage();

describe('with JavaScript', () => {
  beforeAll(async () => {
    browser = await openBrowser({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
    page = await newPage(browser.context);
  });
  afterAll(() => browser?.close());

  test('the whole survey is done by keyboard alone', async () => {
    await start(page, await network.link('m-1'));
    expect(page.url()).not.toMatch(/[\w-]{43}/);
    await onPart(page, '1');
    await answerByDigits(page, '6543');
    await onPart(page, '2');
    await answerByDigits(page, '7777');
    await onPart(page, '3');
    expect(await page.getByText('No family tells its story twice.').isVisible()).toBe(true);
    await answerByDigits(page, '1234');
    await onPart(page, '4');
    // The second question is skipped.
    await answerByDigits(page, '5');
    await page.keyboard.press('Enter');
    await answerByDigits(page, '2');
    await onPart(page, 'agencies');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByLabel('Our agency worked with none of the others').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await onPart(page, 'agency-1');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Agency 2');
    await page.getByRole('button', { name: 'Yes, still so' }).press('Enter');
    await onPart(page, 'agency-2');
    await page.keyboard.press('3');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await onPart(page, 'words');
    await page.keyboard.type('The shared form helped.');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await page.waitForURL('**/s/part/check');
    expect(await page.locator('main').innerText()).toContain('All the others: no contact');
    await isSaved(page);
    await page.getByRole('button', { name: 'Send my answers' }).press('Enter');
    await page.waitForURL('**/s/thanks');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/^Thank you/);

    const response = await stored('m-1');
    expect(response?.submission).toEqual({
      answers: {
        ...{ trust_1: 6, trust_2: 5, trust_3: 4, trust_4: 3 },
        ...{ commitment_1: 7, commitment_2: 7, commitment_3: 7, commitment_4: 7 },
        ...{ goals_1: 1, goals_2: 2, goals_3: 3, goals_4: 4 },
        ...{ routines_1: 5, routines_3: 2 },
      },
      ties: {
        'o-2': { mode: 2, trust: 3 },
        'o-3': { mode: 3, trust: 2 },
        ...{ 'o-4': { mode: 0 }, 'o-5': { mode: 0 }, 'o-6': { mode: 0 } },
      },
      texts: { comment: 'The shared form helped.' },
      carried: ['o-2'],
    });
  });

  test('answers can be changed until the close, and sending again replaces them', async () => {
    await page.goto(await network.link('m-1'));
    await page.getByRole('link', { name: 'Change my answers' }).click();
    await page.getByRole('link', { name: 'Change: Trust' }).click();
    await onPart(page, '1');
    await page.getByRole('radio', { name: 'Strongly agree' }).first().check();
    await isSaved(page);
    await page.goto(`${server.origin}/s/part/check`);
    await page.getByRole('button', { name: 'Send my changes' }).click();
    await page.waitForURL('**/s/thanks');
    const answers = (await stored('m-1'))?.submission.answers;
    expect([answers?.trust_1, answers?.trust_2]).toEqual([7, 5]);
  });

  test('agencies without a tick stay missing unless it is confirmed that there were none', async () => {
    await start(page, await network.link('m-2'));
    await onPart(page, '1');
    await page.goto(`${server.origin}/s/part/agencies`);
    await page.getByLabel('Agency 1').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await onPart(page, 'agency-1');
    await page.getByRole('radio', { name: 'I can’t say' }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await onPart(page, 'words');
    await page.goto(`${server.origin}/s/part/1`);
    await page.getByRole('radio', { name: 'Agree', exact: true }).first().check();
    await page.goto(`${server.origin}/s/part/check`);
    await page.getByRole('button', { name: 'Send my answers' }).click();
    await page.waitForURL('**/s/thanks');
    expect((await stored('m-2'))?.submission).toMatchObject({ answers: { trust_1: 6 }, ties: {} });
  });

  test('an answer can be taken back', async () => {
    await start(page, await network.link('m-3'));
    await onPart(page, '1');
    await page.keyboard.press('4');
    await page.getByRole('button', { name: /^Clear my answer: The other agencies in this/ }).click();
    expect(await page.locator('input:checked').count()).toBe(0);
    expect(page.url()).toMatch(/part\/1$/);
  });

  test('digits do nothing outside a question, and text fields take them', async () => {
    await page.goto(`${server.origin}/s/part/1`);
    await onPart(page, '1');
    await page.getByRole('link', { name: 'Who sees what' }).focus();
    await page.keyboard.press('5');
    expect(await page.locator('input:checked').count()).toBe(0);
    await page.goto(`${server.origin}/s/part/words`);
    await onPart(page, 'words');
    await page.keyboard.type('7 of 10');
    expect(await page.getByRole('textbox').inputValue()).toBe('7 of 10');
  });

  test('a link says when its survey closed; any other link is a helpful 404', async () => {
    const other = await makeUpNetwork(server, { slug: 'closed' });
    const link = await other.link('m-1');
    await other.close('now');
    await other.end();
    const closed = await page.goto(link);
    expect(closed?.status()).toBe(410);
    const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date());
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(`This survey closed on ${today}`);
    const unknown = await page.goto(`${server.origin}/s/${'x'.repeat(43)}`);
    expect(unknown?.status()).toBe(404);
    expect(await page.locator('main').innerText()).toContain('ask the person who leads your network');
  });
});

describe('without JavaScript', () => {
  beforeAll(async () => {
    browser = await openBrowser({ locale: 'en-GB', javaScriptEnabled: false });
    page = await newPage(browser.context);
  });
  afterAll(() => browser?.close());

  test('the whole survey is done section by section', async () => {
    await start(page, await network.link('m-4'));
    for (const part of ['1', '2', '3', '4']) {
      await page.waitForURL(`**/s/part/${part}`);
      for (const question of await page.getByRole('group').all()) await question.getByRole('radio').nth(4).check();
      await page.getByRole('button', { name: 'Continue' }).click();
    }
    await page.waitForURL('**/s/part/agencies');
    await page.getByLabel('Agency 5').check();
    await page.getByLabel('Our agency worked with none of the others').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/s/part/agency-1');
    await page.getByRole('radio', { name: 'We shared information' }).check();
    await page.getByRole('radio', { name: 'Fully' }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/s/part/words');
    await page.getByRole('link', { name: 'Back' }).click();
    await page.waitForURL('**/s/part/agency-1');
    expect(await page.getByRole('radio', { name: 'Fully' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('textbox').fill('Line one\nline two');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/s/part/check');
    await page.getByRole('button', { name: 'Send my answers' }).click();
    await page.waitForURL('**/s/thanks');
    const response = await stored('m-4');
    expect(Object.values(response?.submission.answers ?? {})).toEqual(Array.from({ length: 15 }, () => 5));
    expect(response?.submission.ties).toEqual({
      'o-5': { mode: 1, trust: 4 },
      ...{ 'o-1': { mode: 0 }, 'o-2': { mode: 0 }, 'o-3': { mode: 0 }, 'o-6': { mode: 0 } },
    });
    expect(response?.submission.texts).toEqual({ comment: 'Line one\nline two' });
  });

  test('answers are taken back and erased from the page on who sees what', async () => {
    await page.goto(`${server.origin}/s/who-sees-what`);
    expect(await page.locator('main').innerText()).toContain('at least 5 people');
    const record = await browser.context.request.get(`${server.origin}/api/survey/mine/record`);
    expect(await record.json()).toMatchObject({ responses: [{ wave: 'now' }], consents: [{ language: 'en' }] });
    await page.getByRole('button', { name: 'Take my answers back' }).click();
    await expect.poll(() => page.locator('main').innerText()).toContain('Your answers have been taken back.');
    expect(await stored('m-4')).toBeUndefined();
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await expect.poll(() => page.locator('main').innerText()).toContain('Tick the box');
    await page.getByLabel('Yes, erase everything').check();
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await page.waitForURL(/\/s\/erased/);
    expect((await page.goto(`${server.origin}/s`))?.status()).toBe(401);
  });
});

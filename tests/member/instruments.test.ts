import { instrumentSchema, type Instrument } from '@rapport/surveys/instrument';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { onPart, start } from './answering.ts';
import { makeUpNetwork, type MadeUpNetwork } from './made-up-network.ts';

const both = (en: string) => ({ en, id: en });
const other: Instrument = instrumentSchema.parse({
  id: 'other',
  version: 2,
  title: both('Another instrument'),
  scales: ['two', 'eleven', 'typed'].map((id) => ({ id, title: both(`Scale ${id}`) })),
  items: [
    {
      id: 'a b',
      scale: 'two',
      min: 0,
      max: 1,
      text: both('Did it happen?'),
      labels: { 0: both('No'), 1: both('Yes') },
    },
    { id: 'ten', scale: 'eleven', min: 0, max: 10, text: both('How likely is it?') },
    { id: 'mean', scale: 'typed', min: 1, max: 5, decimal: true, text: both('How satisfied are you on average?') },
    { id: 'share', scale: 'typed', min: 0, max: 100, text: both('Which share of your time?') },
  ],
});
const rosterOnly: Instrument = instrumentSchema.parse({
  id: 'roster',
  version: 1,
  title: both('Ties only'),
  scales: [],
  items: [],
  ties: [
    { id: 'contact', min: 0, max: 3, text: both('How close is it?') },
    { id: 'faith', min: 1, max: 4, text: both('How far do you trust it?'), askedFrom: { tie: 'contact', level: 1 } },
  ],
});

let server: RunningServer;
let networks: MadeUpNetwork[];
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;

beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
  networks = [
    await makeUpNetwork(server, { slug: 'other', instrument: other }),
    await makeUpNetwork(server, { slug: 'sixty', instrument: rosterOnly, agencies: 61 }),
  ];
  browser = await openBrowser({ locale: 'id-ID', viewport: { width: 1280, height: 900 } });
  page = await browser.context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await Promise.all(networks.map((network) => network.end()));
  await server?.stop();
});

const network = (i: number): MadeUpNetwork => {
  const found = networks[i];
  if (!found) throw new Error('made up in beforeAll');
  return found;
};

test('two points, 0 to 10, a decimal and a whole number are asked, and faults lead to their fields', async () => {
  await page.goto(await network(0).link('m-1'));
  await page.getByRole('button', { name: 'Mulai' }).press('Enter');
  await onPart(page, '1');
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await page.route('**/api/survey/draft', (route) => held.then(() => route.continue()));
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.keyboard.press('7');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.type('4,5');
  await page.keyboard.press('Enter');
  await page.keyboard.type('120');
  await page.keyboard.press('Enter');
  const summary = page.getByRole('alert');
  expect(await summary.innerText()).toContain('Angka ini harus antara 0 dan 100.');
  expect(await page.evaluate('document.activeElement.className')).toContain('faults');
  expect(await page.title()).toMatch(/^Galat: /);
  await expectAccessible(page);
  await summary.getByRole('link').press('Enter');
  const field = page.getByRole('textbox', { name: 'Which share of your time?' });
  // The browser moves the focus to a link's target with its next frame, not with the key.
  const isFocused = () => field.evaluate((element) => element === element.ownerDocument.activeElement);
  await expect.poll(isFocused).toBe(true);
  // A save that is answered only now leaves it there.
  goOn();
  await isSavedIn(page, 'Tersimpan');
  expect(await isFocused()).toBe(true);
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await field.inputValue()).toBe('120');
  await field.fill('25');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/s/part/check');
  expect(await page.locator('main').innerText()).toContain('4,5');
  await isSavedIn(page, 'Tersimpan');
  await page.getByRole('button', { name: 'Kirim jawaban saya' }).press('Enter');
  await page.waitForURL('**/s/thanks');
  const [response] = await network(0).responses('m-1');
  expect(response?.submission.answers).toEqual({ 'a b': 1, ten: 8, mean: 4.5, share: 25 });
});

test('faults lead to their fields without JavaScript too, and what was typed is still there', async () => {
  const plain = await openBrowser({ locale: 'en-GB', javaScriptEnabled: false });
  const posted = await plain.context.newPage();
  await start(posted, await network(0).link('m-2'));
  await posted.waitForURL('**/part/1');
  await posted.getByRole('radio', { name: 'Yes' }).check();
  const field = posted.getByRole('textbox', { name: 'How satisfied are you on average?' });
  await field.fill('about 4');
  const reply = posted.waitForResponse((response) => response.request().method() === 'POST');
  await posted.getByRole('button', { name: 'Continue' }).click();
  expect((await reply).status()).toBe(400);
  expect(await field.inputValue()).toBe('about 4');
  expect(await posted.getByRole('radio', { name: 'Yes' }).isChecked()).toBe(true);
  const link = posted.getByRole('alert').getByRole('link');
  expect(await link.innerText()).toBe(
    'How satisfied are you on average? Write a number from 1 to 5, or leave it empty.',
  );
  expect(await link.getAttribute('href')).toBe(`#${await field.getAttribute('id')}`);
  await plain.close();
});

test('what was posted before the scripts had come is not lost when they come', async () => {
  const slow = await openBrowser({ locale: 'en-GB' });
  await slow.context.route('**/*.js', (route) => route.abort());
  const posted = await slow.context.newPage();
  await start(posted, await network(0).link('m-3'));
  await posted.waitForURL('**/part/1');
  const field = posted.getByRole('textbox', { name: 'How satisfied are you on average?' });
  await field.fill('about 4');
  await slow.context.unroute('**/*.js');
  await posted.getByRole('button', { name: 'Continue' }).click();
  await posted.waitForLoadState('networkidle');
  expect(await field.inputValue()).toBe('about 4');
  expect(await posted.getByRole('alert').count()).toBe(1);
  await field.fill('4.5');
  await posted.getByRole('button', { name: 'Continue' }).click();
  await posted.waitForURL('**/part/check');
  expect(await posted.locator('main').innerText()).toContain('4.5');
  await slow.close();
});

test('sixty agencies are rated by keyboard with at most six keys each', async () => {
  await browser.context.clearCookies();
  await page.goto(await network(1).link('m-1'));
  await page.getByRole('button').first().press('Enter');
  await onPart(page, 'agencies');
  await expectNoSidewaysScroll(page);
  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await page.getByRole('button', { name: 'Tampilkan semua 60' }).press('Enter');
  await page.getByRole('checkbox').first().focus();
  for (let i = 0; i < 60; i += 1) {
    await press('Space');
    await press('Tab');
  }
  await page.locator('input[name="agency"]').last().press('Enter');
  for (let i = 1; i <= 60; i += 1) {
    await onPart(page, `agency-${i}`);
    await press('2');
    await press('Enter');
    await press('3');
    await press('Enter');
  }
  await page.waitForURL('**/s/part/check');
  // Four minutes at 1.5 keys a second, a slow typist's pace.
  expect(keys).toBeLessThanOrEqual(4 * 60 * 1.5);
  await isSavedIn(page, 'Tersimpan');
  await page.locator('form').getByRole('button', { name: 'Kirim jawaban saya' }).press('Enter');
  await page.waitForURL('**/s/thanks');
  const [response] = await network(1).responses('m-1');
  const ratings = Object.values(response?.submission.ties ?? {});
  expect(ratings).toHaveLength(60);
  expect(ratings.every(({ contact, faith }) => contact === 2 && faith === 3)).toBe(true);
});

test('above fifty agencies the list waits for a search, where Enter ticks what was found', async () => {
  await browser.context.clearCookies();
  await page.goto(await network(1).link('m-2'));
  await page.getByRole('button').first().press('Enter');
  await onPart(page, 'agencies');
  expect(await page.locator('label.choice:visible').count()).toBe(1);
  const search = page.getByRole('searchbox');
  await search.pressSequentially('agency 37');
  await search.press('Enter');
  expect(await search.inputValue()).toBe('');
  expect(await page.getByLabel('Agency 37').isChecked()).toBe(true);
  expect(await page.locator('label.choice:visible').count()).toBe(2);
  await search.press('Enter');
  await onPart(page, 'agency-1');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Agency 37');
});

const isSavedIn = (on: Page, word: string) =>
  expect.poll(() => on.locator('.saved').innerText(), { timeout: 10_000 }).toContain(word);

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { isSaved, onPart, savedLine, start } from './answering.ts';
import { makeUpNetwork, type MadeUpNetwork } from './made-up-network.ts';

/** Until the scripts have come, a button posts the form. */
const SCRIPTED = { waitUntil: 'networkidle' } as const;

let server: RunningServer;
let network: MadeUpNetwork;
let made = 0;
let link: string;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  network = await makeUpNetwork(server, { slug: `drafts-${++made}` });
  link = await network.link('m-1');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
  await network.end();
});

/** A device of its own: a fresh profile. */
async function device(options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
  const { context, close } = await openBrowser({ locale: 'en-GB', ...options });
  open.push(close);
  return { context, page: await context.newPage() };
}

const choose = (page: Page, question: number, name: string) =>
  page.getByRole('group').nth(question).getByRole('radio', { name, exact: true }).check();
const chosen = (page: Page, question: number) =>
  page.getByRole('group').nth(question).locator('input:checked').getAttribute('value');
const draft = async (context: BrowserContext): Promise<{ version: number; answers: Record<string, number> }> =>
  (await (await context.request.get(`${server.origin}/api/survey`)).json()).draft;
const submitted = async () => (await network.responses('m-1')).find(({ wave }) => wave === 'now')?.submission;

describe('saving', () => {
  test('happens within two seconds of a change, and goes on on another device', async () => {
    const phone = await device();
    await start(phone.page, link);
    await onPart(phone.page, '1');
    const put = phone.page.waitForResponse((reply) => reply.url().endsWith('/api/survey/draft'), { timeout: 2000 });
    await choose(phone.page, 0, 'Agree');
    expect((await put).status()).toBe(200);
    await isSaved(phone.page);
    const desk = await device();
    await desk.page.goto(link);
    expect(await desk.page.locator('main').innerText()).toContain('Welcome back');
    await desk.page.getByRole('link', { name: 'Go on where you stopped' }).click();
    await onPart(desk.page, '1');
    expect(await chosen(desk.page, 0)).toBe('6');
    expect(await desk.page.evaluate('document.activeElement.name')).toBe('answer.trust_2');
  });

  test('ten answers given offline survive the tab, and are sent when the connection is back', async () => {
    const { page, context } = await device();
    await start(page, link);
    await onPart(page, '1');
    await context.setOffline(true);
    for (const part of ['1', '2', '3']) {
      await onPart(page, part);
      const questions = part === '3' ? 2 : 4;
      for (let i = 0; i < questions; i += 1) await choose(page, i, 'Slightly agree');
      await page.getByRole('button', { name: 'Continue' }).click();
    }
    await onPart(page, '4');
    await expect.poll(() => page.locator('.trouble').innerText()).toContain('Kept on this device');
    await page.close({ runBeforeUnload: false });
    expect((await draft(context).catch(() => null))?.version ?? 0).toBe(0);
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(link);
    await expect.poll(async () => Object.keys((await draft(context)).answers).length).toBe(10);
    expect(await again.evaluate('Object.keys(localStorage).filter((key) => key.startsWith("rapport.")).length')).toBe(
      0,
    );
  });

  test('goes on by itself when the server answers again', async () => {
    const { page, context } = await device();
    await start(page, link);
    await onPart(page, '1');
    await context.route('**/api/survey/draft', (route) => route.fulfill({ status: 503, body: '{}' }));
    await choose(page, 0, 'Agree');
    await expect.poll(() => page.locator('.trouble').innerText()).toContain('Kept on this device');
    await context.unroute('**/api/survey/draft');
    await isSaved(page);
    expect((await draft(context)).answers).toEqual({ trust_1: 6 });
  });

  test('a reply that got lost is no other device', async () => {
    const { page, context } = await device();
    await start(page, link);
    await onPart(page, '1');
    await context.route('**/api/survey/draft', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await choose(page, 0, 'Agree');
    await expect.poll(() => page.locator('.trouble').innerText()).toContain('Kept on this device');
    await context.unroute('**/api/survey/draft');
    await choose(page, 1, 'Disagree');
    await isSaved(page);
    expect((await draft(context)).answers).toEqual({ trust_1: 6, trust_2: 2 });
    expect(await page.getByText('another device').count()).toBe(0);
  });
});

describe('two devices', () => {
  async function bothOpen() {
    const [phone, desk] = [await device(), await device()];
    await start(phone.page, link);
    await onPart(phone.page, '1');
    await start(desk.page, link);
    await onPart(desk.page, '1');
    return { phone, desk };
  }

  test('that answered differently: the choice is shown, and each way keeps the rest', async () => {
    const { phone, desk } = await bothOpen();
    await choose(phone.page, 0, 'Agree');
    await choose(phone.page, 1, 'Agree');
    await isSaved(phone.page);
    await choose(desk.page, 0, 'Disagree');
    await choose(desk.page, 2, 'Disagree');
    const choice = desk.page.getByRole('alert', { name: 'You have also answered on another device' });
    await choice.waitFor();
    expect(await choice.locator('dd').allInnerTexts()).toEqual(['This device Disagree', 'The other device Agree']);
    await choice.getByRole('button', { name: 'Use the answers from the other device' }).click();
    await isSaved(desk.page);
    expect((await draft(desk.context)).answers).toEqual({ trust_1: 6, trust_2: 6, trust_3: 2 });
    // The phone is behind now, and is asked in its turn.
    await choose(phone.page, 2, 'Agree');
    await phone.page.getByRole('button', { name: 'Use the answers from this device' }).click();
    await isSaved(phone.page);
    expect((await draft(phone.context)).answers).toEqual({ trust_1: 6, trust_2: 6, trust_3: 6 });
  });

  test('that answered different questions can be put together', async () => {
    const { phone, desk } = await bothOpen();
    await choose(phone.page, 0, 'Agree');
    await isSaved(phone.page);
    await choose(desk.page, 3, 'Disagree');
    await desk.page.getByRole('button', { name: 'Put both together' }).click();
    await isSaved(desk.page);
    expect((await draft(desk.context)).answers).toEqual({ trust_1: 6, trust_4: 2 });
    expect(await chosen(desk.page, 0)).toBe('6');
  });

  test('without JavaScript are asked too', async () => {
    const [phone, desk] = [await device({ javaScriptEnabled: false }), await device({ javaScriptEnabled: false })];
    await start(phone.page, link);
    await start(desk.page, link);
    await choose(phone.page, 0, 'Agree');
    await phone.page.getByRole('button', { name: 'Continue' }).click();
    await phone.page.waitForURL('**/part/2');
    await choose(desk.page, 0, 'Disagree');
    await choose(desk.page, 1, 'Disagree');
    await desk.page.getByRole('button', { name: 'Continue' }).click();
    await expect
      .poll(() => desk.page.locator('dd').allInnerTexts())
      .toEqual(['This device Disagree', 'The other device Agree']);
    expect((await draft(desk.context)).answers).toEqual({ trust_1: 6 });
    await desk.page.getByRole('button', { name: 'Use the answers from this device' }).click();
    await desk.page.waitForURL('**/part/2');
    expect((await draft(desk.context)).answers).toEqual({ trust_1: 2, trust_2: 2 });
  });
});

describe('a link that passed through other hands', () => {
  test('shows nothing from before, but what this very device wrote', async () => {
    const own = await device();
    await start(own.page, link);
    await onPart(own.page, '1');
    await choose(own.page, 0, 'Agree');
    await isSaved(own.page);
    const handed = await network.link('m-1', { handedOn: true });
    const other = await device();
    await other.page.goto(handed);
    expect(await other.page.locator('main').innerText()).toContain('stay hidden here');
    await other.page.getByRole('button', { name: 'Start' }).click();
    await onPart(other.page, '1');
    expect(await other.page.locator('input:checked').count()).toBe(0);
    await choose(other.page, 1, 'Disagree');
    await isSaved(other.page);
    await other.page.goto(handed);
    await other.page.getByRole('link', { name: 'Go on where you stopped' }).click();
    await onPart(other.page, '1');
    expect(await chosen(other.page, 1)).toBe('2');
  });
});

describe('on a phone', () => {
  test('one question stands alone, and back always leads to the one before', async () => {
    const { page } = await device({ viewport: { width: 360, height: 740 }, hasTouch: true });
    const legend = () => page.locator('legend:visible').innerText();
    await start(page, link);
    await onPart(page, '1');
    expect(await page.locator('legend:visible').count()).toBe(1);
    const first = await legend();
    await page.getByRole('radio', { name: 'Agree', exact: true }).locator('visible=true').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(legend).not.toBe(first);
    const second = await legend();
    await page.getByRole('button', { name: 'Skip' }).click();
    await expect.poll(legend).not.toBe(second);
    await page.goBack();
    await expect.poll(legend).toBe(second);
    await page.goBack();
    await expect.poll(legend).toBe(first);
    await page.getByRole('link', { name: 'Back' }).click();
    await page.waitForURL(/\/s$/);
    await page.goto(`${server.origin}/s/part/2`);
    await onPart(page, '2');
    await page.getByRole('link', { name: 'Back' }).click();
    await onPart(page, '1');
    await expect.poll(() => page.locator('.title').innerText()).toContain('Question 4 of 4');
  });
});

describe('sending', () => {
  async function answered() {
    const mine = await device();
    await start(mine.page, link);
    await onPart(mine.page, '1');
    await choose(mine.page, 0, 'Agree');
    await isSaved(mine.page);
    await mine.page.goto(`${server.origin}/s/part/check`, SCRIPTED);
    return mine;
  }
  const send = (page: Page) => page.getByRole('button', { name: /^Send my/ }).click();

  test('is repeated under the same key when the reply got lost, and stored once', async () => {
    const { page, context } = await answered();
    const keys: (string | undefined)[] = [];
    await context.route('**/api/survey/submission', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      const reply = await route.fetch();
      if (keys.length === 1) await route.abort();
      else await route.fulfill({ response: reply });
    });
    await send(page);
    await page.waitForURL('**/s/thanks');
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect((await submitted())?.answers).toEqual({ trust_1: 6 });
  });

  test('waits while there is no connection, and goes out when it is back', async () => {
    const { page, context } = await answered();
    await context.setOffline(true);
    await send(page);
    await page.getByText('You are offline.').waitFor();
    expect(await submitted()).toBeUndefined();
    await context.setOffline(false);
    await page.waitForURL('**/s/thanks');
    expect((await submitted())?.answers).toEqual({ trust_1: 6 });
  });

  test('in the second in which the wave closes is told so, and what was sent before stays', async () => {
    const { page } = await answered();
    await send(page);
    await page.waitForURL('**/s/thanks');
    await page.goto(`${server.origin}/s/part/1`);
    await onPart(page, '1');
    await choose(page, 0, 'Disagree');
    await isSaved(page);
    await page.goto(`${server.origin}/s/part/check`, SCRIPTED);
    await network.close('now');
    await send(page);
    await expect.poll(() => page.locator('.trouble').innerText()).toContain('This survey has closed');
    expect((await submitted())?.answers).toEqual({ trust_1: 6 });
    expect(await savedLine(page).innerText()).toBe('');
  });
});

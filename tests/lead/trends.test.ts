import type { ReleasedAnalysis } from '@rapport/analytics/release';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
let root: string;
let cookies: Awaited<ReturnType<BrowserContext['cookies']>>;
beforeAll(async () => {
  server = await startServer();
  const { context, close } = await openBrowser();
  const page = await context.newPage();
  await signInAsLead(page, server);
  root = page.url();
  cookies = await context.cookies();
  await close();
});
afterAll(() => server?.stop());

async function withPage(options: Parameters<typeof openBrowser>[0], look: (page: Page) => Promise<void>) {
  const { context, close } = await openBrowser({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });
  try {
    await context.addCookies(cookies);
    await look(await context.newPage());
  } finally {
    await close();
  }
}
const overview = async (page: Page, query = '') => {
  const slug = new URL(root).pathname.split('/')[2];
  const reply = await page.request.get(`${server.origin}/api/networks/${slug}/overview${query}`);
  return (await reply.json()) as { release: ReleasedAnalysis; asOf: { frozenThen: boolean } | null };
};

test.each([true, false])(
  'an earlier wave is shown as it stood, with the filter and the CSV of then (JavaScript: %s)',
  async (javaScriptEnabled) => {
    await withPage({ javaScriptEnabled }, async (page) => {
      const { release } = await overview(page);
      const [then] = release.context.waves.slice(-3);
      if (!then) throw new Error('the demo has three closed waves');
      await page.goto(`${root}?scale=trust`);
      await page.getByLabel('As it stood after').selectOption(then.wave);
      await page.locator('form:has(select[name=wave]) button').first().click();
      await page.getByText(`This is how it stood after ${then.label}.`).first().waitFor();
      expect(new URL(page.url()).searchParams.get('scale'), 'the scales stay chosen').toBe('trust');
      const past = await overview(page, `?wave=${then.wave}`);
      expect(past.asOf).toEqual({ wave: then.wave, frozenThen: true });
      expect(past.release.waves.at(-1)?.wave).toBe(then.wave);
      const rows = page.locator('.trend details tbody tr');
      expect(await rows.count()).toBe(past.release.waves.length);
      const mean = past.release.waves.at(-1)?.scales.trust?.organisationMean ?? NaN;
      expect(await rows.last().locator('td').first().textContent()).toContain(mean.toFixed(1));
      const csv = await page.getByRole('link', { name: 'CSV', exact: true }).last().getAttribute('href');
      expect(csv).toContain(`wave=${then.wave}`);
      const text = await (await page.request.get(server.origin + csv)).text();
      expect(text.trim().split('\r\n')).toHaveLength(1 + past.release.waves.length);
      expect(await page.locator('#open-wave').count(), 'today’s open wave is none of then').toBe(0);
      await page.getByRole('link', { name: 'Back to the latest' }).click();
      await page.locator('#open-wave').waitFor();
    });
  },
);

test('each number is explained in plain words, with its n and the formula that the page of method explains', async () => {
  await withPage({}, async (page) => {
    const { release } = await overview(page);
    const trust = release.waves.at(-1)?.scales.trust;
    await page.goto(root);
    await page.locator('#trend').getByRole('button', { name: 'Explain these numbers' }).click();
    const drawer = page.getByRole('dialog', { name: 'These numbers in plain words' });
    const level = drawer.locator('li', { hasText: /^Trust, .*of 100\./ });
    expect(await level.innerText()).toContain(`: ${trust?.organisationMean?.toFixed(1)} of 100.`);
    expect(await level.innerText()).toContain(`${String(trust?.n)} people`);
    const [perYear] = [release.trends.trust?.within?.perYear ?? NaN];
    expect(
      await drawer
        .locator('li', { hasText: /points a year/ })
        .first()
        .innerText(),
    ).toContain(perYear.toFixed(1));
    await level.getByRole('link').click();
    await page.waitForURL(/\/method#level$/);
    expect(await page.locator('#level').innerText()).toMatch(/Mean of the organisations’ means/);
  });
});

test('the readiness timeline comes as CSV, with confidence, verdict and what was declared', async () => {
  await withPage({}, async (page) => {
    const { release } = await overview(page);
    const [head, ...rows] = (await (await page.request.get(`${root}/timeline.csv`)).text()).trim().split('\r\n');
    expect(head).toBe('wave,label,mode,confidence,verdict,status,mandate,own_aim');
    const last = release.waves.at(-1);
    const stage = last?.stage;
    const row = [last?.wave, release.context.waves.at(-1)?.label, 'coordination', stage?.confidence.coordination];
    expect(rows).toContain(
      [...row, stage?.verdict.mode, stage?.verdict.status, stage?.declared.funder, stage?.declared.network].join(),
    );
    expect(rows.length).toBe(
      release.waves.reduce((sum, one) => sum + Object.keys(one.stage?.confidence ?? {}).length, 0),
    );
  });
});

test('printed on A4 it keeps its order, leaves out what is for the screen, and cuts nothing off', async () => {
  await withPage({}, async (page) => {
    await page.goto(root);
    await page.locator('.plot.drawn').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav:visible, button:visible, form:visible').count()).toBe(0);
    expect(await page.locator('main section .eyebrow:visible').allInnerTexts()).toEqual([
      'How sure is that?',
      'Where is it going?',
      'Is our own aim met?',
      'What did we do?',
      'What next?',
      'Who works with whom?',
    ]);
    // 182 mm of print at 96 px an inch: nothing may be wider.
    await page.setViewportSize({ width: 688, height: 1000 });
    const wider = await page.evaluate<string[]>(`[...document.querySelectorAll('main *')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 690 && !one.closest('.hidden'))
      .map((one) => one.tagName + ' ' + one.className)`);
    expect(wider).toEqual([]);
  });
});

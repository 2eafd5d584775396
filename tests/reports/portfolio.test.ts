import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { visitor } from '../support/visitor.ts';

const funder = visitor(({ output }) => output().match(/https?:\S+callbackURL=%2Fportfolio\S*/)?.[0] ?? '', {
  DEMO: 'portfolio',
});
const { withPage } = funder;
const names = (page: Page) => page.locator('article h3').allInnerTexts();

interface Row {
  name: string;
  network: string;
  latest: {
    report: string;
    stage: { gap: { funder: number | null }; verdict: { mode: string | null } };
    scales: { perYear: number | null; points: { mean: number | null; ci: [number, number] | null }[] }[];
  };
}
const portfolio = async (page: Page): Promise<{ networks: Row[]; patterns: { networks: number; kinds: unknown[] } }> =>
  (await page.evaluate(`fetch('/api/portfolio').then((reply) => reply.json())`)) as Awaited<
    ReturnType<typeof portfolio>
  >;

describe('the portfolio', () => {
  it.each([
    { locale: 'en-GB', colorScheme: 'light', width: 360 },
    { locale: 'id', colorScheme: 'light', width: 360 },
    { locale: 'id', colorScheme: 'dark', width: 1280 },
  ] as const)('is accessible and fits: $locale, $colorScheme, $width px', async ({ locale, colorScheme, width }) => {
    await withPage({ locale, colorScheme, viewport: { width, height: 800 } }, async (page) => {
      await page.goto(`${funder.server.origin}/portfolio`);
      for (const details of await page.locator('details summary').all()) await details.click();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    });
  });

  it('shows each network’s published figures with their intervals, and tells a pattern of six', async () => {
    await withPage({ locale: 'en-GB' }, async (page) => {
      await page.goto(`${funder.server.origin}/portfolio`);
      const { networks, patterns } = await portfolio(page);
      expect(await names(page)).toEqual(networks.map(({ name }) => name));
      for (const { name, latest } of networks) {
        const text = await page.locator('article', { hasText: name }).innerText();
        for (const { perYear, points } of latest.scales) {
          const { mean = null, ci = null } = points.at(-1) ?? {};
          if (mean !== null && ci)
            expect(text).toContain(`${mean.toFixed(1)} (${ci[0].toFixed(1)}–${ci[1].toFixed(1)})`);
          if (perYear !== null) expect(text).toContain(Math.abs(perYear).toFixed(1));
        }
      }
      expect(patterns.networks).toBe(6);
      expect(await page.locator('#patterns tbody tr').count()).toBe(patterns.kinds.length);
      expect(await page.locator('#patterns').innerText()).toMatch(/does not say what caused/);
    });
  });

  it('is sorted and chosen from by its address, without JavaScript, and read on to a report', async () => {
    await withPage({ locale: 'en-GB', javaScriptEnabled: false }, async (page) => {
      await page.goto(`${funder.server.origin}/portfolio`);
      await page.getByLabel('Sort by').selectOption('gap');
      await page.getByLabel(/asked for more than they can carry/).check();
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await expect.poll(() => new URL(page.url()).search).toBe('?sort=gap&rung=&need=&ahead=1');
      const ahead = await names(page);
      expect(ahead.length).toBeGreaterThan(0);
      expect(ahead.length).toBeLessThan(6);
      await page.locator('select[name=rung]').selectOption('none');
      await page.locator('select[name=need]').selectOption({ index: 1 });
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.goto(`${funder.server.origin}/portfolio?rung=nowhere`);
      expect(await page.getByRole('heading', { name: 'No network fits this choice' }).count()).toBe(1);
      await page.getByRole('link', { name: 'Show all networks' }).click();
      const [first = ''] = await names(page);
      await page.getByRole('link', { name: first, exact: true }).click();
      await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/portfolio\/[\w-]+\/[\w-]+$/);
      expect(await page.locator('h1').innerText()).not.toBe('');
      const again = page.getByRole('link', { name: 'Look again' });
      const ready = page.getByRole('link', { name: 'Download as PDF' });
      for (let looked = 0; (await ready.count()) === 0 && looked < 60; looked += 1) {
        expect(await page.getByText('The PDF is being made').count()).toBe(1);
        await page.waitForTimeout(250);
        await again.click();
      }
      expect(await ready.count()).toBe(1);
    });
  });

  it('is nobody else’s: without an account to the sign-in, with a lead’s no entrance', async () => {
    const { context, close } = await openBrowser({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${funder.server.origin}/portfolio?sort=gap`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(await page.locator('input[name="to"]').inputValue()).toBe('/portfolio?sort=gap');
    await page.goto(funder.server.output().match(/https?:\S+callbackURL=%2Fnetworks\S*/)?.[0] ?? '');
    const reply = await page.goto(`${funder.server.origin}/portfolio`);
    expect(reply?.status()).toBe(403);
    await close();
  });
});

import type { ReleasedAnalysis } from '@rapport/analytics/release';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { printedLink } from '../support/server.ts';
import { visitor } from '../support/visitor.ts';

const lead = visitor((server) => printedLink(server, '/api/auth/'));
const { withPage } = lead;
const reportLink = () => printedLink(lead.server, '/r/');

const chartIsDrawn = (page: Page) => page.locator('.plot.drawn').waitFor();

describe.each(['en', 'id'])('in %s', (locale) => {
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each([320, 1280])('every page is accessible and fits at %i px', async (width) => {
      await withPage({ locale, colorScheme, viewport: { width, height: 800 } }, async (page) => {
        const problems: string[] = [];
        page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
        page.on('pageerror', (error) => problems.push(error.message));
        const report = reportLink();
        for (const address of [lead.landed, report, lead.server.origin, `${lead.server.origin}/sign-in`]) {
          await page.goto(address);
          if (address === lead.landed || address === report) await chartIsDrawn(page);
          expect(await page.locator('html').getAttribute('lang')).toBe(locale);
          await expectNoSidewaysScroll(page);
          await expectAccessible(page);
        }
        expect(problems).toEqual([]);
      });
    });
  });
});

describe('the lead’s page', () => {
  it('opens with the verdict as its heading and answers in order', async () => {
    await withPage({ locale: 'en-GB' }, async (page) => {
      await page.goto(lead.landed);
      expect(await page.locator('h1').innerText()).toMatch(/^The network can carry coordination/);
      const questions = await page.locator('main section .eyebrow').allInnerTexts();
      expect(questions).toEqual([
        'How sure is that?',
        'Where is it going?',
        'Is our own aim met?',
        'What did we do?',
        'What next?',
        'Who works with whom?',
      ]);
      expect(await page.locator('.ladder [aria-current="step"] strong').innerText()).toBe('Coordination');
      expect(await page.locator('.ladder .flag').count()).toBe(1);
    });
  });

  it('has every figure of the chart in its table, as the API gave it', async () => {
    await withPage({ locale: 'en-GB' }, async (page) => {
      await page.goto(lead.landed);
      const release = (await page.evaluate(
        `fetch('/api${new URL(lead.landed).pathname}/analysis').then((reply) => reply.json())`,
      )) as ReleasedAnalysis;
      await page.getByText('Show the same numbers as a table').click();
      const rows = page.locator('.trend details tbody tr');
      expect(await rows.count()).toBe(release.waves.length);
      for (const [at, wave] of release.waves.entries()) {
        const cells = await rows.nth(at).locator('td').allInnerTexts();
        ['trust', 'commitment', 'goals', 'routines'].forEach((scale, column) => {
          const mean = wave.scales[scale]?.organisationMean;
          if (typeof mean === 'number') expect(cells[column]).toContain(mean.toFixed(1));
          else expect(cells[column]).toContain('held back');
        });
      }
    });
  });

  it('keeps the chosen scales and waves in the address, for chart, table and CSV alike', async () => {
    await withPage({ locale: 'en-GB' }, async (page) => {
      await page.goto(lead.landed);
      await page.getByText('Choose scales and waves').click();
      for (const scale of ['Commitment', 'Ways of working']) await page.getByLabel(scale, { exact: true }).uncheck();
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.waitForURL(/scale=trust&scale=goals/);
      expect(await page.locator('.key li').allInnerTexts()).toEqual(
        expect.not.arrayContaining([expect.stringMatching(/Commitment/)]),
      );
      const href = await page.getByRole('link', { name: 'CSV', exact: true }).getAttribute('href');
      const csv = (await page.evaluate(`fetch(${JSON.stringify(href)}).then((reply) => reply.text())`)) as string;
      expect(csv).toContain(',goals,');
      expect(csv).not.toContain(',commitment,');
    });
  });

  it('draws text of at least 12 px on a phone, and saves the picture', async () => {
    await withPage({ locale: 'en-GB', viewport: { width: 320, height: 700 } }, async (page) => {
      // Every size that a canvas is asked for, drawn or only measured.
      await page.addInitScript(`
        window.sizes = new Set();
        const font = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, 'font');
        Object.defineProperty(CanvasRenderingContext2D.prototype, 'font', {
          ...font, set(value) { window.sizes.add(value); font.set.call(this, value); },
        });`);
      await page.goto(lead.landed);
      await chartIsDrawn(page);
      const fonts = (await page.evaluate('[...window.sizes]')) as string[];
      const sizes = fonts.map((font) => Number(font.match(/([\d.]+)px/)?.[1]));
      expect(sizes.length).toBeGreaterThan(0);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
      const saved = page.waitForEvent('download');
      await page.locator('#trend').getByRole('button', { name: 'PNG' }).click();
      expect((await saved).suggestedFilename()).toMatch(/\.png$/);
    });
  });

  it('shows the numbers and asks before it closes a wave without JavaScript too', async () => {
    await withPage({ locale: 'en-GB', javaScriptEnabled: false }, async (page) => {
      await page.goto(lead.landed);
      expect(await page.locator('.plot').isVisible()).toBe(false);
      expect(await page.locator('.trend details tbody tr').first().isVisible()).toBe(true);
      await page.getByRole('button', { name: 'Close this wave…' }).click();
      const dialog = page.getByRole('dialog', { name: /^Close .* now\?$/ });
      expect(await dialog.innerText()).toMatch(/can’t be undone/);
      await dialog.getByRole('button', { name: 'Keep it open' }).click();
      expect(await dialog.isVisible()).toBe(false);
      await page.getByRole('link', { name: 'Bahasa Indonesia' }).click();
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('id');
      expect(page.url()).toBe(lead.landed);
    });
  });

  it('sends whoever is not signed in to sign in, and back', async () => {
    const { context, close } = await openBrowser({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(lead.landed);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(await page.locator('input[name="to"]').inputValue()).toBe(new URL(lead.landed).pathname);
    await page.goto(`${lead.server.origin}/sign-in?to=https://elsewhere.example`);
    expect(await page.locator('input[name="to"]').inputValue()).toBe('/');
    await close();
  });
});

describe('the funder’s report', () => {
  it('can’t be found, and tells no one where the reader came from', async () => {
    const { headers } = await fetch(reportLink());
    expect(headers.get('x-robots-tag')).toMatch(/noindex/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toMatch(/no-store/);
  });

  it('counts people in ranges only, shows no rating of a tie and no note of the log', async () => {
    await withPage({ locale: 'en-GB' }, async (page) => {
      await page.goto(reportLink());
      const response = await page.locator('#evidence tbody tr td:nth-child(3)').allInnerTexts();
      expect(response.length).toBeGreaterThan(0);
      for (const people of response) expect(people).toMatch(/^\d+–\d+$/);
      expect(await page.getByText('How each agency (row) rates').count()).toBe(0);
      expect(await page.locator('.notes').count()).toBe(0);
      expect(await page.getByRole('button', { name: /Close this wave/ }).count()).toBe(0);
    });
  });

  it('says that a link no longer works, and hides what it never knew', async () => {
    const unknown = await fetch(`${lead.server.origin}/r/${'x'.repeat(43)}`);
    expect(unknown.status).toBe(404);
    expect(await unknown.text()).not.toContain('Marram');
  });
});

import type { ReleasedAnalysis } from '@rapport/analytics/release';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { signInAsLead } from './signed-in.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

/** The demo's slug; the others are made up by these tests. */
async function demoOf(page: Page): Promise<string> {
  const { networks } = (await (await page.request.get(`${server.origin}/api/networks`)).json()) as {
    networks: { slug: string }[];
  };
  return networks.find(({ slug }) => !slug.startsWith('bare'))?.slug ?? '';
}

async function withPage(
  options: Parameters<typeof openBrowser>[0],
  look: (page: Page, demo: string, release: ReleasedAnalysis) => Promise<void>,
) {
  const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
  try {
    const page = await browser.context.newPage();
    page.setDefaultTimeout(20_000);
    await signInAsLead(page, server);
    const demo = await demoOf(page);
    const reply = await page.request.get(`${server.origin}/api/networks/${demo}/analysis`);
    await look(page, demo, (await reply.json()) as ReleasedAnalysis);
  } finally {
    await browser.close();
  }
}

const mapIsDrawn = (page: Page) => page.locator('.frame.drawn canvas').first().waitFor();
/** The matrix as the release has it: one number for each rating. */
const cellsOf = async (page: Page) =>
  (await page.locator('#matrix ~ .scroll').first().locator('td').allInnerTexts())
    .map((text) => text.trim())
    .filter((text) => /^\d/.test(text));

test('slider, level and switch work by keyboard, stay in the address, and a link restores them', async () => {
  await withPage({}, async (page, demo, release) => {
    const problems: string[] = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    const asked: string[] = [];
    await page.goto(`${server.origin}/networks/${demo}/ties`);
    await mapIsDrawn(page);
    page.on('request', (request) => asked.push(request.url()));

    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const then = release.waves.at(-3)!;
    const label = release.context.waves.find(({ wave }) => wave === then.wave)?.label;
    expect(await slider.getAttribute('aria-valuetext')).toBe(label);
    expect(new URL(page.url()).searchParams.get('wave')).toBe(then.wave);
    await page.getByRole('radio', { name: /^Coordination/ }).focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Confirmed by both sides only').focus();
    await page.keyboard.press('Space');

    const level = then.network?.mode?.levels.find((one) => one.level === 2);
    await page
      .getByRole('heading', {
        level: 1,
        name: `${level?.mutual} of ${level?.dyads} pairs confirm coordination or more`,
      })
      .waitFor();
    await page
      .locator('#matrix ~ .scroll caption', { hasText: label ?? '' })
      .first()
      .waitFor();
    expect(await cellsOf(page)).toHaveLength(then.network?.mode?.ratings.length ?? 0);
    await expect.poll(() => page.locator('td.confirmed').count()).toBe(2 * (level?.mutual ?? 0));
    expect(asked, 'a change of view asks the server for nothing').toEqual([]);

    const address = page.url();
    expect(new URL(address).searchParams.toString()).toBe(`wave=${then.wave}&level=2&confirmed=1`);
    await page.goto(address);
    await mapIsDrawn(page);
    expect(await slider.getAttribute('aria-valuetext')).toBe(label);
    expect(await page.getByRole('radio', { name: /^Coordination/ }).isChecked()).toBe(true);
    expect(await page.getByLabel('Confirmed by both sides only').isChecked()).toBe(true);

    // The picture's text is the finding, and names the groups.
    const picture = (await page.locator('.frame .map').getAttribute('aria-label')) ?? '';
    expect(picture).toContain(await page.locator('h1').innerText());
    if ((level?.pockets.length ?? 0) > 0) expect(picture).toContain('Group A');

    await page.getByLabel('Look at one agency').selectOption({ index: 1 });
    await page.getByText(/^Confirmed with |has no tie of this level/).waitFor();
    const saved = page.waitForEvent('download');
    await page.locator('.frame ~ .tools').getByRole('button', { name: 'PNG' }).click();
    expect((await saved).suggestedFilename()).toBe('rapport-map.png');
    expect(problems).toEqual([]);
  });
});

test('without JavaScript the matrix takes the map’s place, a form and links its switches', async () => {
  await withPage({ javaScriptEnabled: false }, async (page, demo, release) => {
    await page.goto(`${server.origin}/networks/${demo}/ties`);
    await page.getByText('The map needs JavaScript.').waitFor();
    await page.getByRole('link', { name: /^Earlier:/ }).click();
    const before = release.waves.at(-2)!;
    expect(new URL(page.url()).searchParams.get('wave')).toBe(before.wave);
    await page.getByRole('radio', { name: /^Cooperation/ }).check();
    await page.getByLabel('Confirmed by both sides only').check();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect
      .poll(() => new URL(page.url()).searchParams.toString())
      .toBe(`wave=${before.wave}&level=1&confirmed=1`);
    expect(await cellsOf(page)).toHaveLength(before.network?.mode?.ratings.length ?? 0);
  });
});

test('the numbers behind the charts come as CSV, as they were released', async () => {
  await withPage({}, async (page, demo, release) => {
    await page.goto(`${server.origin}/networks/${demo}/ties?level=1`);
    // The map's own file is looked at in charts.test.ts.
    const links = await page.locator('#time').getByRole('link', { name: 'CSV', exact: true }).all();
    const hrefs = await Promise.all(links.map(async (link) => server.origin + (await link.getAttribute('href'))));
    expect(hrefs).toHaveLength(2);
    const [measures = '', groups = ''] = await Promise.all(
      hrefs.map(async (href) => (await page.request.get(href)).text()),
    );
    for (const { wave, network } of release.waves) {
      const level = network?.mode?.levels.find((one) => one.level === 1);
      if (typeof level?.reach === 'number')
        expect(measures).toMatch(
          new RegExp(`^${wave},[^\n]*,reach,[^,]*,${Math.round(1000 * level.reach) / 10},`, 'm'),
        );
      expect(groups).toMatch(new RegExp(`^${wave},[^\n]*,level_1,[^,]*,${level?.pocketCount},`, 'm'));
    }
  });
});

describe.each(['light', 'dark'] as const)('axe, %s', (colorScheme) => {
  test('finds nothing on ties, open answers and exports, with the demo and with none, at 360 and 1280 px', async () => {
    await withPage({ colorScheme, locale: colorScheme === 'dark' ? 'id-ID' : 'en-GB' }, async (page, demo) => {
      const bare = `bare-${colorScheme}`;
      const data = { slug: bare, name: 'Bare', timezone: 'Etc/UTC', locale: 'en' };
      await page.request.post(`${server.origin}/api/networks`, { data, headers: { origin: server.origin } });
      for (const path of [
        `${demo}/ties`,
        `${demo}/open-answers`,
        `${demo}/exports`,
        `${bare}/ties`,
        `${bare}/open-answers`,
        `${bare}/exports`,
      ]) {
        const reply = await page.goto(`${server.origin}/networks/${path}`);
        expect(reply?.status(), path).toBe(200);
        if (path === `${demo}/ties`) await mapIsDrawn(page);
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 740 });
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        }
      }
    });
  });
});

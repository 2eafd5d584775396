import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Analysis } from '@rapport/analytics/analysis';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerByDigits, onPart, start } from '../member/answering.ts';
import { openBrowser } from '../support/browser.ts';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

let server: RunningServer;
let member: Awaited<ReturnType<typeof openBrowser>>;
let lead: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  server = await startServer();
  member = await openBrowser({ viewport: { width: 360, height: 740 }, locale: 'en-GB' });
  lead = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
});

afterAll(async () => {
  await member?.close();
  await lead?.close();
  await server?.stop();
});

it('takes an answer by keyboard, counts it, closes the wave and shows what `rapport analyse` finds in the export', async () => {
  const workspace = await lead.context.newPage();
  await workspace.goto(printedLink(server, '/api/auth/'));
  const before = await openCounts(workspace);

  const survey = await member.context.newPage();
  await answerByKeyboard(survey);

  await workspace.reload();
  const after = await openCounts(workspace);
  expect(after).toEqual({ submitted: before.submitted + 1, eligible: before.eligible });

  const address = new URL(workspace.url());
  await workspace.getByRole('button', { name: /^Close this wave/ }).click();
  await workspace
    .getByRole('dialog')
    .getByRole('button', { name: /^Close/ })
    .click();
  await workspace
    .getByRole('status')
    .filter({ hasText: /closed/i })
    .waitFor({ timeout: 60_000 });

  const analysis = await analyseExport(address.pathname.split('/').at(-1) ?? '');
  const last = analysis.waves.at(-1);
  const released = (await workspace.evaluate(
    `fetch('/api${address.pathname}/analysis').then((reply) => reply.json())`,
  )) as Analysis;
  expect(released.waves.at(-1)?.wave).toBe(last?.wave);
  expect(last?.responded).toBe(after.submitted);
  for (const scale of ['trust', 'commitment', 'goals']) {
    const mean = last?.scales[scale]?.organisationMean ?? Number.NaN;
    const shown = released.waves.at(-1)?.scales[scale]?.organisationMean ?? Number.NaN;
    expect(Math.abs(shown - mean), scale).toBeLessThanOrEqual(0.05 + 1e-9);
    await expectOnPage(workspace, shown.toFixed(1));
  }
});

async function openCounts(page: Page): Promise<{ submitted: number; eligible: number }> {
  const title = await page.getByRole('heading', { name: /have answered/ }).textContent();
  const [, submitted, eligible] = title?.match(/(\d+) of (\d+) have answered/) ?? [];
  return { submitted: Number(submitted), eligible: Number(eligible) };
}

/** The whole form with the keyboard alone: fifteen items, two agencies ticked and rated, the others without contact. */
async function answerByKeyboard(page: Page) {
  await start(page, printedLink(server, '/s/'));
  expect(page.url(), 'no token stays in the address').not.toMatch(/[\w-]{43}/);
  for (const [part, digits] of [
    ['1', '5625'],
    ['2', '5276'],
    ['3', '6653'],
    ['4', '546'],
  ] as const) {
    await onPart(page, part);
    await answerByDigits(page, digits);
  }
  await onPart(page, 'agencies');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  for (const part of ['agency-1', 'agency-2']) {
    await onPart(page, part);
    await page.getByRole('radio', { name: /^We fitted our work/ }).press('Space');
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Mostly' }).press('Space');
    await page.keyboard.press('Enter');
  }
  await onPart(page, 'words');
  await page.getByRole('button', { name: 'Continue' }).press('Enter');
  await page.waitForURL('**/s/part/check');
  await page.getByRole('button', { name: 'Send my answers' }).press('Enter');
  await page.waitForURL('**/s/thanks');
}

async function expectOnPage(page: Page, text: string) {
  const body = await page.locator('main').textContent();
  expect(body).toContain(text);
}

async function analyseExport(network: string): Promise<Analysis> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-export-'));
  const env = { ...process.env, DATABASE_URL: server.databaseUrl };
  const command = join(root, 'api/rapport.mjs');
  try {
    await run(process.execPath, [command, 'export', network, '--out', join(folder, 'panel')], { env, cwd: root });
    const { stdout } = await run(process.execPath, [command, 'analyse', join(folder, 'panel')], {
      env,
      cwd: root,
      maxBuffer: 1e9,
    });
    return JSON.parse(stdout) as Analysis;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Takes README's pictures of the demo: `pnpm build && pnpm tsx tests/screenshots.ts [--all FOLDER]`.
// With --all: every page at 360 and 1280 px, light and dark, in both languages, into FOLDER, for looking at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openOwnBrowser } from './support/chromium.ts';
import { printedLink, startServer } from './support/server.ts';

const at = process.argv.indexOf('--all');
const folder = at > 0 ? process.argv[at + 1] : undefined;

const server = await startServer();
try {
  if (folder) await everything(folder);
  else await readmePictures('docs/images');
} finally {
  await server.stop();
}

async function readmePictures(into: string) {
  mkdirSync(into, { recursive: true });
  const { context, close } = await openOwnBrowser({
    viewport: { width: 1280, height: 1000 },
    colorScheme: 'light',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.goto(printedLink(server, '/api/auth/'));
  await settle(page);
  await page.screenshot({ path: join(into, 'workspace.png') });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(printedLink(server, '/s/'));
  await settle(page);
  await page.screenshot({ path: join(into, 'survey.png') });
  await close();
}

async function everything(into: string) {
  mkdirSync(into, { recursive: true });
  const { context: signedIn, close: closeFirst } = await openOwnBrowser();
  const first = await signedIn.newPage();
  await first.goto(printedLink(server, '/api/auth/'));
  await settle(first);
  const workspace = first.url();
  await first.goto(printedLink(server, '/s/'));
  await settle(first);
  const survey = first.url();
  const state = await signedIn.storageState();
  await closeFirst();
  const pages = {
    start: server.origin,
    workspace,
    survey,
    privacy: `${server.origin}/s/who-sees-what`,
    report: printedLink(server, '/r/'),
  };
  for (const language of ['en', 'id'])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [360, 1280]) {
        const { context, close } = await openOwnBrowser({
          viewport: { width, height: 800 },
          colorScheme,
          locale: language,
        });
        await context.addCookies(state.cookies);
        for (const [name, address] of Object.entries(pages)) {
          const page = await context.newPage();
          await page.goto(address);
          await settle(page);
          await page.screenshot({
            path: join(into, `${name}-${language}-${colorScheme}-${width}.png`),
            fullPage: true,
          });
          await page.close();
        }
        await close();
      }
}

async function settle(page: Page) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(600);
}

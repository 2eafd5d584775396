import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const LEAD = { email: 'lead@example.org', password: 'a long enough password' };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
});
afterAll(() => server?.stop());

/** Runs a command as the first-run page prints it, with this server's database. */
function rapport(args: string[], stdin = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DATABASE_URL: server.databaseUrl };
    const child = execFile(process.execPath, ['api/rapport.mjs', ...args], { cwd: root, env }, (error) =>
      error ? reject(error) : resolve(),
    );
    child.stdin?.end(stdin);
  });
}

it('leads from an empty database to a lead’s page, without JavaScript', async () => {
  const { context, close } = await openBrowser({ locale: 'en-GB', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.origin);
  const commands = await page.locator('pre').allInnerTexts();
  expect(commands.map((command) => command.match(/rapport (.*)/)?.[1])).toEqual([
    'network add harbour --name "Harbour Services Network"',
    'import PANEL',
    'lead add lead@example.org --network harbour',
  ]);

  await rapport(['network', 'add', 'harbour', '--name', 'Harbour Services Network']);
  await rapport(['lead', 'add', LEAD.email, '--network', 'harbour'], `${LEAD.password}\n`);
  await page.reload();
  expect(await page.locator('pre').count()).toBe(0);

  await page.getByLabel('E-mail').fill(LEAD.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const problem = page.getByRole('alert');
  expect(await problem.innerText()).toMatch(/don’t match/);
  expect(await page.getByLabel('E-mail').inputValue()).toBe(LEAD.email);
  expect(await page.getByLabel('Password').getAttribute('aria-describedby')).toBe(await problem.getAttribute('id'));

  await page.getByLabel('Password').fill(LEAD.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Harbour Services Network' }).click();
  expect(await page.locator('h1').innerText()).toBe('There is nothing to show until a first wave is closed');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto(`${server.origin}/networks/harbour`);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await close();
});

it('is accessible and fits a phone, first run and errors alike', async () => {
  const other = await startServer({ DEMO: '0' });
  const { context, close } = await openBrowser({ locale: 'id', viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  for (const path of ['/', '/nowhere', `/r/${'x'.repeat(43)}`]) {
    await page.goto(other.origin + path);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await close();
  await other.stop();
});

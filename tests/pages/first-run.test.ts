import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';

const LEAD = { name: 'Ada Lee', email: 'ada@example.org', password: 'a long enough password' };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
});
afterAll(() => server?.stop());

it('is accessible and fits a phone, first run and errors alike', async () => {
  const { context, close } = await openBrowser({ locale: 'id', viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  const link = new URL(printedLink(server, '/sign-in/first/')).pathname;
  for (const path of ['/', link, '/sign-in/first/none', '/sign-in/join/none', '/nowhere', `/r/${'x'.repeat(43)}`]) {
    await page.goto(server.origin + path);
    expect(await page.locator('h1').count(), path).toBe(1);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await close();
});

it('leads from the link in the terminal to a network, without JavaScript', async () => {
  const { context, close } = await openBrowser({ locale: 'en-GB', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.origin);
  await page.getByText(`${server.origin}/sign-in/first/…`).waitFor();

  await page.goto(printedLink(server, '/sign-in/first/'));
  await page.getByLabel('Your name').fill(LEAD.name);
  await page.getByLabel('Your e-mail').fill(LEAD.email);
  await page.getByLabel(/^Choose a password/).fill(LEAD.password);
  await page.getByRole('button', { name: 'Make the account and go on' }).click();

  await page.getByLabel('Name of the network').fill('Harbour Services Network');
  await page.getByLabel(/^Short name/).fill('new');
  await page.getByRole('button', { name: 'Add the network' }).click();
  await page.getByText('“new” is used by Rapport itself.').waitFor();
  expect(await page.getByLabel('Name of the network').inputValue()).toBe('Harbour Services Network');
  await page.getByLabel(/^Short name/).fill('');
  await page.getByRole('button', { name: 'Add the network' }).click();
  await expect.poll(() => new URL(page.url()).pathname).toBe('/networks/harbour-services-network/setup/people');

  // One person by hand: refused at the field with nothing lost, then added.
  await page.getByText('Add one person by hand').click();
  await page.getByLabel('Agency', { exact: true }).fill('Harbour "Clinic", north');
  await page.getByLabel('Name', { exact: true }).fill('Bo Tan');
  await page.getByLabel('E-mail', { exact: true }).fill('bo@example');
  await page.getByRole('button', { name: 'Add this person' }).click();
  await page.getByText('“bo@example” is not an e-mail address').waitFor();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Bo Tan');
  await page.getByLabel('E-mail', { exact: true }).fill('bo@example.org');
  await page.getByRole('button', { name: 'Add this person' }).click();
  await page.getByRole('status').getByText('Added: Bo Tan.').waitFor();
  expect(await page.getByLabel('Agency', { exact: true }).inputValue()).toBe('Harbour "Clinic", north');

  // The link is worth nothing now, and the start page lists the network with what it waits for.
  await page.goto(printedLink(server, '/sign-in/first/'));
  expect(await page.locator('h1').innerText()).toBe('This link no longer makes an account');
  await page.goto(server.origin);
  await page.getByRole('link', { name: 'to be set up: people and a first wave' }).click();
  await expect.poll(() => new URL(page.url()).pathname).toBe('/networks/harbour-services-network/setup/questions');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto(`${server.origin}/networks/harbour-services-network`);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await page.getByLabel('E-mail').fill(LEAD.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const problem = page.getByRole('alert');
  expect(await problem.innerText()).toMatch(/don’t match/);
  expect(await page.getByLabel('E-mail').inputValue()).toBe(LEAD.email);
  expect(await page.getByLabel('Password').getAttribute('aria-describedby')).toBe(await problem.getAttribute('id'));
  await page.getByLabel('Password').fill(LEAD.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => page.locator('h1').innerText()).toBe('There is nothing to show until a first wave is closed');
  await close();
});

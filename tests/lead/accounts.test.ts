import { totpCode } from '@rapport/api/testing/totp';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';

const LEAD = { name: 'Ada Lee', email: 'ada@example.org', password: 'a long enough password' };
const NETWORK = 'delta';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ DEMO: '0' });
  const token = new URL(printedLink(server, '/sign-in/first/')).pathname.split('/').at(-1);
  expect((await post('first-account', { token, ...LEAD })).status).toBe(201);
  const cookie = await signedIn(LEAD);
  const network = { slug: NETWORK, name: 'Delta', timezone: 'Etc/UTC', locale: 'en' };
  expect((await post('networks', network, cookie)).status).toBe(201);
});
afterAll(() => server?.stop());

const post = (path: string, json: object, cookie = '') =>
  fetch(`${server.origin}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin, cookie },
    body: JSON.stringify(json),
  });
async function signedIn({ email, password }: { email: string; password: string }): Promise<string> {
  const [cookie = ''] = (await post('auth/sign-in/email', { email, password })).headers.getSetCookie();
  return cookie.split(';')[0] ?? '';
}
async function signIn(page: Page, { email, password }: { email: string; password: string }, to = '/account') {
  await page.goto(`${server.origin}/sign-in?to=${encodeURIComponent(to)}`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
const headingIs = async (page: Page, name: string) => expect(await page.locator('h1').innerText()).toBe(name);

test('a lead invites a viewer by a link, changes roles, and stays the last lead; without JavaScript', async () => {
  const browser = await openBrowser({ locale: 'en-GB', javaScriptEnabled: false });
  try {
    const page = await browser.context.newPage();
    await signIn(page, LEAD, `/networks/${NETWORK}/people`);
    await page.getByLabel('Their e-mail').fill('vi@example.org');
    await page.getByRole('radio', { name: /^Viewer/ }).check();
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const link = await page.getByLabel('Link to hand on').inputValue();

    await page.goto(link);
    await page.getByText('This invitation is for vi@example.org, and you are signed in as ada@example.org').waitFor();
    expect(await page.getByRole('button', { name: /^Take the role/ }).count()).toBe(0);

    const guest = await openBrowser({ locale: 'en-GB', javaScriptEnabled: false });
    const theirs = await guest.context.newPage();
    await theirs.goto(link);
    await theirs.getByText('Ada Lee asks you to be viewer of Delta.').waitFor();
    await theirs.getByLabel('Your name').fill('Vi');
    await theirs.getByLabel(/^Choose a password/).fill(LEAD.password);
    await theirs.getByRole('button', { name: 'Make the account and take the role' }).click();
    expect(new URL(theirs.url()).pathname).toBe(`/networks/${NETWORK}`);
    await theirs.goto(`${server.origin}/networks/${NETWORK}/people`);
    expect(new URL(theirs.url()).pathname, 'not for viewers').toBe(`/networks/${NETWORK}`);
    await guest.close();

    await page.goto(`${server.origin}/networks/${NETWORK}/people`);
    const card = (name: string) => page.locator('li.card').filter({ hasText: name });
    await card('vi@example.org').locator('summary').click();
    await card('vi@example.org')
      .getByRole('checkbox', { name: /^Custodian/ })
      .check();
    await card('vi@example.org').getByRole('button', { name: 'Save the roles' }).click();
    await page.getByText('begins with the next wave; none is planned yet').waitFor();
    await card('ada@example.org').locator('summary').click();
    await card('ada@example.org').getByRole('button', { name: 'Take out of the workspace' }).click();
    await page.getByText('A network keeps at least one lead').waitFor();

    await page.getByLabel('Their e-mail').fill('fu@example.org');
    await page.getByRole('radio', { name: /^Funder/ }).check();
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByRole('button', { name: /^Take the invitation back/ }).click();
    await page.getByText('The invitation to fu@example.org is taken back').waitFor();
  } finally {
    await browser.close();
  }
});

test('a second step asks for a code, other devices are ended, the password changes; without JavaScript', async () => {
  const person = { name: 'Bo', email: 'vi@example.org', password: LEAD.password };
  const elsewhere = await signedIn(person);
  const browser = await openBrowser({ locale: 'en-GB', javaScriptEnabled: false });
  try {
    const page = await browser.context.newPage();
    await signIn(page, person);
    await page.getByRole('listitem').filter({ hasText: 'this device' }).getByText('Chrome on Linux').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Vi Ng');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('Saved.').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Vi Ng');
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await page.getByText('You are signed in here only.').waitFor();
    const ended = await fetch(`${server.origin}/api/account`, { headers: { cookie: elsewhere } });
    expect(ended.status).toBe(401);

    await page.getByRole('link', { name: 'Set up a second step' }).click();
    await page.getByLabel('Your password').fill('not it, sadly');
    await page.getByRole('button', { name: 'Show me the code to scan' }).click();
    await page.getByText('That is not your current password.').waitFor();
    await page.getByLabel('Your password').fill(person.password);
    await page.getByRole('button', { name: 'Show me the code to scan' }).click();
    await page.getByRole('img', { name: /^QR code/ }).waitFor();
    const address = await page.locator('input[name=address]').inputValue();
    const backup = await page.locator('section li code').first().innerText();
    await page.getByLabel('Code from the app').fill('000000');
    await page.getByRole('button', { name: 'Switch the second step on' }).click();
    await page.getByText('That code does not fit. Wait').waitFor();
    expect(await page.locator('input[name=address]').inputValue(), 'the code to scan stays').toBe(address);
    await page.getByLabel('Code from the app').fill(totpCode(address, new Date()));
    await page.getByRole('button', { name: 'Switch the second step on' }).click();
    await page.getByText('Next time, sign-in asks for a code.').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, person);
    await headingIs(page, 'Enter your code');
    await page.getByText('Use a backup code').click();
    await page.getByLabel('Backup code', { exact: true }).fill(backup);
    await page.locator('form[action="?/backup"] button').click();
    await headingIs(page, 'Your account');

    await page.getByLabel('Current password').fill(person.password);
    await page.getByLabel(/^New password/).fill('another long password');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed.').waitFor();
  } finally {
    await browser.close();
  }
});

describe.each(['light', 'dark'] as const)('axe, %s', (colorScheme) => {
  test('finds nothing on the pages of accounts, from 320 to 1280 px', async () => {
    const locale = colorScheme === 'dark' ? 'id-ID' : 'en-GB';
    const cookie = await signedIn(LEAD);
    const invitation = { email: `long.address.of-${colorScheme}@example.org`, role: 'custodian' };
    const invited = await post(`networks/${NETWORK}/people/invitations`, invitation, cookie);
    const { url } = (await invited.json()) as { url: string };
    const browser = await openBrowser({ viewport: { width: 1280, height: 900 }, locale, colorScheme });
    try {
      const page = await browser.context.newPage();
      const look = async (addresses: string[]) => {
        for (const address of addresses) {
          await page.goto(new URL(address, server.origin).href);
          expect(await page.locator('h1').count(), address).toBe(1);
          for (const width of [1280, 320]) {
            await page.setViewportSize({ width, height: 740 });
            await expectAccessible(page);
            await expectNoSidewaysScroll(page);
          }
        }
      };
      await look([url, '/sign-in/code?to=/']);
      const [name = '', value = ''] = cookie.split('=');
      await browser.context.addCookies([{ name, value, url: server.origin }]);
      await look(['/', '/account', '/account/second-step', `/networks/${NETWORK}/people`, url]);
      await page.goto(`${server.origin}/account/second-step`);
      await page.locator('input[name=password]').fill(LEAD.password);
      await page.locator('main form button').click();
      await page.locator('main svg').waitFor();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    } finally {
      await browser.close();
    }
  });
});

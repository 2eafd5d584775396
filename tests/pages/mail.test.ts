import { startMailServer, type MailServer, type ReceivedMail } from '@rapport/api/testing/mail-server';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from '../support/browser.ts';
import { printedLink, startServer, type RunningServer } from '../support/server.ts';

let mail: MailServer;
let server: RunningServer;
let workspace: string;
let cookies: Awaited<ReturnType<BrowserContext['cookies']>>;
let invitation: ReceivedMail;

/** The server works off mail every two seconds. */
async function arrived(which: (mail: ReceivedMail) => boolean): Promise<ReceivedMail> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const found = mail.mails.find(which);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no such mail among ${mail.mails.length}`);
}

async function withPage(options: Parameters<typeof openBrowser>[0], look: (page: Page) => Promise<void>) {
  const { context, close } = await openBrowser(options);
  try {
    await context.addCookies(cookies);
    await look(await context.newPage());
  } finally {
    await close();
  }
}

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({ SMTP_URL: mail.url });
  const { context, close } = await openBrowser({ javaScriptEnabled: false, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(printedLink(server, '/api/auth/'));
  workspace = page.url();
  cookies = await context.cookies();
  // Without JavaScript, as a lead would.
  await page.getByRole('link', { name: 'Invitations and reminders' }).click();
  await page.getByRole('button', { name: 'Mail the invitations' }).click();
  expect(await page.getByRole('status').innerText()).toMatch(/^Mails on their way: [1-9]/);
  await close();
  invitation = await arrived(
    ({ subject }) => subject.includes('how do we work together') || subject.includes('bagaimana'),
  );
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const optOutLink = ({ links }: ReceivedMail) => links.find((link) => link.includes('/s/opt-out/')) ?? '';

describe.each([
  ['en', 'light', 320],
  ['id', 'dark', 1280],
] as const)('in %s, %s, at %i px', (locale, colorScheme, width) => {
  it('the pages around mail are accessible and fit', async () => {
    await withPage({ locale, colorScheme, viewport: { width, height: 800 } }, async (page) => {
      for (const address of [
        `${workspace}/invitations`,
        optOutLink(invitation),
        `${server.origin}/sign-in/help`,
        `${server.origin}/sign-in/link?token=x&to=/`,
        `${server.origin}/sign-in/new-password?token=x`,
      ]) {
        await page.goto(address);
        expect(await page.locator('h1').count(), address).toBe(1);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
    });
  });
});

describe('opting out', () => {
  it('works without JavaScript, can be undone, and a visit alone changes nothing', async () => {
    await withPage({ locale: 'en-GB', javaScriptEnabled: false }, async (page) => {
      const reply = await page.goto(optOutLink(invitation));
      expect(reply?.headers()['referrer-policy']).toBe('strict-origin');
      await page.goto(optOutLink(invitation));
      await page.getByRole('button', { name: 'Send me no more mail' }).click();
      await expect.poll(() => page.locator('h1').innerText()).toBe('You get no more mail');
      await page.getByRole('button', { name: 'Send me mail again' }).click();
      await expect.poll(() => page.locator('h1').innerText()).toBe('No more mail?');
    });
  });

  it('takes the one-click POST that a mail provider makes', async () => {
    const [, url = ''] = /^<(.+)>$/.exec(invitation.headers['list-unsubscribe'] ?? '') ?? [];
    const click = await fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    expect([click.status, await click.json()]).toMatchObject([200, { optedOut: true }]);
    await withPage({ locale: 'en-GB' }, async (page) => {
      await page.goto(url);
      expect(await page.locator('h1').innerText()).toBe('You get no more mail');
      await page.goto(`${workspace}/invitations`);
      expect(await page.getByText('wants no mail').count()).toBe(1);
    });
  });
});

describe('signing in by mail', () => {
  it('takes a click on a page, so that fetching the link uses nothing up', async () => {
    await withPage({ locale: 'en-GB', javaScriptEnabled: false }, async (page) => {
      await page.context().clearCookies();
      await page.goto(`${server.origin}/sign-in/help?to=${encodeURIComponent(new URL(workspace).pathname)}`);
      await page.getByLabel('E-mail').fill('lead@rapport.example');
      await page.getByRole('button', { name: 'Mail me a link to sign in' }).click();
      await expect.poll(() => page.getByRole('status').innerText()).toMatch(/^If there is an account/);
      const { links } = await arrived(({ subject }) => /Your link to sign in|Tautan masuk Anda/.test(subject));
      const link = links[0] ?? '';
      expect((await fetch(link)).status).toBe(200);
      await page.goto(link);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect.poll(() => page.url()).toBe(workspace);
    });
  });
});

it('shows no token in what the server prints', async () => {
  const tokens = mail.mails.flatMap(({ links }) => links.flatMap((link) => link.match(/[\w-]{40,}/g) ?? []));
  expect(tokens.length).toBeGreaterThan(0);
  const printed = server.output();
  expect(tokens.filter((token) => printed.includes(token))).toEqual([]);
});

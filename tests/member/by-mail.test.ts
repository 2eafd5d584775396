import { startMailServer, type MailServer, type ReceivedMail } from '@rapport/api/testing/mail-server';
import { queueInvitations, queueReminders } from '@rapport/api/mail/queue';
import { updateMember } from '@rapport/db/members';
import { open } from '@rapport/db/open';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { isSaved, onPart, start } from './answering.ts';
import { makeUpNetwork, type MadeUpNetwork } from './made-up-network.ts';

/** The built server mails over SMTP to a server on this machine; browsers open what came. */
let mailServer: MailServer;
let server: RunningServer;
let network: MadeUpNetwork;
let services: { db: Awaited<ReturnType<typeof open>>; clock: () => Date };
const by = { actor: 'test', now: new Date() };
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  mailServer = await startMailServer();
  server = await startServer({ DEMO: '0', SMTP_URL: mailServer.url });
  network = await makeUpNetwork(server, { slug: 'mail' });
  services = { db: await open(server.databaseUrl), clock: () => new Date() };
  for (const member of ['m-1', 'm-2'])
    await updateMember(services.db, 'mail', member, { email: `${member}@example.org`, name: member }, by);
  await updateMember(services.db, 'mail', 'm-2', { language: 'id' }, by);
});
afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
  await services?.db.close();
  await network?.end();
  await server?.stop();
  await mailServer?.stop();
});

/** A device of its own: a fresh profile. */
async function device(locale = 'en-GB'): Promise<Page> {
  const { context, close } = await openBrowser({ locale });
  closers.push(close);
  return context.newPage();
}

/** The next mail to somebody with these words in its subject. */
async function mailTo(member: string, subject: RegExp): Promise<ReceivedMail> {
  const find = () => mailServer.mails.find((mail) => mail.to === `${member}@example.org` && subject.test(mail.subject));
  await expect.poll(find, { timeout: 30_000 }).toBeDefined();
  const mail = find();
  if (!mail) throw new Error('was there a moment ago');
  return mail;
}
const surveyLink = ({ links }: ReceivedMail) => links.find((link) => /\/s\/[\w-]{43}$/.test(link)) ?? '';

test('a reminder takes up on another device what was begun from the invitation, and ends the mails by its link', async () => {
  await queueInvitations(services, 'mail', 'now', ['m-1']);
  const phone = await device();
  await start(phone, surveyLink(await mailTo('m-1', /how do we work together/)));
  await onPart(phone, '1');
  await phone.keyboard.press('6');
  await isSaved(phone);

  await queueReminders(services, 'mail', 'now', ['m-1']);
  const reminder = await mailTo('m-1', /^Reminder/);
  const desk = await device();
  await desk.goto(surveyLink(reminder));
  await desk.getByRole('link', { name: 'Go on where you stopped' }).click();
  await onPart(desk, '1');
  expect(await desk.locator('input:checked').getAttribute('value')).toBe('6');

  await desk.goto(reminder.links.find((link) => link.includes('/s/opt-out/')) ?? '');
  await desk.getByRole('button', { name: 'Send me no more mail' }).click();
  await desk.getByRole('heading', { name: 'You get no more mail' }).waitFor();
  const { notMailed } = await queueReminders(services, 'mail', 'now', ['m-1']);
  expect(notMailed).toEqual([{ member: 'm-1', reason: 'opt-out' }]);
});

test('a code that comes by mail opens earlier answers to a device with a handed-on link', async () => {
  const page = await device();
  await page.goto(await network.link('m-1', { handedOn: true }));
  await page.getByRole('button', { name: 'Start' }).click();
  await onPart(page, '1');
  expect(await page.locator('input:checked').count()).toBe(0);
  await page.goto(`${server.origin}/s/code`);
  await page.getByRole('button', { name: 'Mail me a code' }).click();
  await page.getByText('A code is on its way').waitFor();
  const { text } = await mailTo('m-1', /code/i);
  await page.getByLabel('Code from the mail').fill(/\b\d{4} \d{4}\b/.exec(text)?.[0] ?? '');
  await page.getByRole('button', { name: 'Show my earlier answers' }).click();
  await page.waitForURL(/\/s$/);
  await page.goto(`${server.origin}/s/part/1`);
  await onPart(page, '1');
  expect(await page.locator('input:checked').getAttribute('value')).toBe('6');
});

test('pages begin in the member’s own language, unless another was picked in this browser', async () => {
  await queueInvitations(services, 'mail', 'now', ['m-2']);
  const invitation = await mailTo('m-2', /bagaimana kerja sama kita/);
  const page = await device();
  const language = () => page.locator('html').getAttribute('lang');
  await page.goto(surveyLink(invitation));
  expect(await language()).toBe('id');
  await page.getByRole('button', { name: 'Mulai' }).waitFor();
  await page.getByRole('link', { name: 'English' }).click();
  await expect.poll(language).toBe('en');
  await page.goto(surveyLink(invitation));
  expect(await language()).toBe('en');
  // Nobody picked anything here: the next member's own language is followed in turn.
  const shared = await device();
  await shared.goto(invitation.links.find((link) => link.includes('/s/opt-out/')) ?? '');
  expect(await shared.locator('html').getAttribute('lang')).toBe('id');
  await updateMember(services.db, 'mail', 'm-3', { language: 'en' }, by);
  await shared.goto(await network.link('m-3'));
  expect(await shared.locator('html').getAttribute('lang')).toBe('en');
});

test('no token is printed, also not of an address that is none', async () => {
  const token = 'T'.repeat(43);
  for (const path of [
    `/s/${token}/extra`,
    `/s/results/${token}/x`,
    `/r/${token}/a/b`,
    `/s/part/${token}`,
    `/s/${token}`,
  ])
    await fetch(server.origin + path);
  await fetch(`${server.origin}/s/opt-out/${token}?/stop`, { method: 'POST', body: new URLSearchParams({ x: '1' }) });
  const tokens = mailServer.mails
    .flatMap(({ links }) => links.map((link) => link.split('/').at(-1) ?? ''))
    .concat(token);
  expect(tokens.filter((one) => one.length >= 43 && server.output().includes(one))).toEqual([]);
});

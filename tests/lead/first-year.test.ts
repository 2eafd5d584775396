import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMailServer, type MailServer } from '@rapport/api/testing/mail-server';
import type { Instrument } from '@rapport/surveys/instrument';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { call, makeFirstAccount, signedIn, type Person } from '../support/first-account.ts';
import { movedClock } from '../support/moved-clock.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const ADA: Person = { name: 'Ada Lee', email: 'ada@example.org', password: 'a long enough password' };
const BO: Person = { name: 'Bo Tan', email: 'bo@example.org', password: 'another long password' };
const NETWORK = 'harbour';
/** Six agencies of two people each. */
const PEOPLE = Array.from({ length: 12 }, (_, i) => ({
  agency: `Agency ${Math.floor(i / 2) + 1}`,
  name: `Person ${i + 1}`,
  email: `person-${i + 1}@example.org`,
}));

const folder = mkdtempSync(join(tmpdir(), 'rapport-year-'));
const clock = movedClock(folder);
let mail: MailServer;
let server: RunningServer;
beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({ DEMO: '0', SMTP_URL: mail.url, ...clock.env }, folder);
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The mails that came since `from` and are about a survey, once there are `count`. */
async function surveyMails(from: number, count: number) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const found = mail.mails.slice(from).filter(({ links }) => links.some((link) => /\/s\/[\w-]{43}$/.test(link)));
    if (found.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${mail.mails.length - from} mails came, not ${count}`);
}

/** Answers a survey from its mailed link as a member's page does: every item, every other agency. */
async function answer({ links }: { links: string[] }, level: number, nth: number): Promise<void> {
  const token = links.find((link) => /\/s\/[\w-]{43}$/.test(link))?.split('/s/')[1];
  const opened = await call(server, 'survey/session', { token });
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const form = (await (await fetch(`${server.origin}/api/survey`, { headers: { cookie } })).json()) as {
    instrument: Instrument;
    organisations: { organisation: string }[];
    member: { organisation: string };
  };
  const answers = form.instrument.items.map((item, i) => {
    const value = Math.min(item.max, Math.max(item.min, level + ((i + nth) % 3) - 1));
    return [item.id, item.reversed ? item.max + item.min - value : value];
  });
  const others = form.organisations.filter(({ organisation }) => organisation !== form.member.organisation);
  const ties = others.map(({ organisation }) => [organisation, { mode: 2, trust: 3 }]);
  const sent = await fetch(`${server.origin}/api/survey/submission`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), cookie },
    body: JSON.stringify({ answers: Object.fromEntries(answers), ties: Object.fromEntries(ties) }),
  });
  expect(sent.status, await sent.text()).toBe(201);
}

async function signIn(page: Page, person: Person, to: string) {
  await page.goto(`${server.origin}/sign-in?to=${encodeURIComponent(to)}`, { waitUntil: 'networkidle' });
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**${to}`);
}

async function inviteEverybody(page: Page) {
  await page.getByRole('link', { name: 'Invitations and links' }).click();
  await page.getByRole('button', { name: 'Mail the invitations' }).click();
  await page.getByText('Mails on their way: 12').waitFor();
  const table = await page.getByRole('region', { name: 'Who has their link' }).boundingBox();
  expect(table?.width, 'the table of links is there to be seen').toBeGreaterThan(600);
}

async function closeWave(page: Page) {
  await page.goto(`${server.origin}/networks/${NETWORK}/waves`);
  await page.getByRole('button', { name: /^Close this wave/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Close/ })
    .click();
  await page.waitForURL('**/networks/harbour?closed=*', { timeout: 60_000 });
}

test('the first year of a network, from an empty program to what two waves tell', { timeout: 180_000 }, async () => {
  const first = await makeFirstAccount(server, ADA);
  const { context, close } = await openBrowser({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  try {
    const page = await context.newPage();
    await signIn(page, ADA, '/networks/new');

    // Set-up from a pasted list; the aims wait.
    await page.getByLabel('Name of the network').fill('Harbour');
    await page.getByLabel('Time zone').selectOption('Etc/UTC');
    await page.getByRole('button', { name: 'Add the network' }).click();
    await page
      .getByLabel('Agencies and people')
      .fill(PEOPLE.map(({ agency, name, email }) => `${agency}\t${name}\t${email}`).join('\n'));
    await page.getByRole('button', { name: 'Check the list' }).click();
    await page.getByRole('button', { name: 'Add all 12 people' }).click();
    await page.getByRole('link', { name: 'Go on with these questions' }).click();
    const mandate = page.getByRole('region', { name: 'The funder’s mandate' });
    await mandate.getByLabel('Mode').selectOption({ label: 'Collaboration' });
    await mandate.getByRole('button', { name: 'Add' }).click();
    await mandate
      .getByText(/^Collaboration/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Go on', exact: true }).click();
    await page.getByRole('button', { name: 'Plan the waves' }).click();
    await page.getByText('Planned: 4.').waitFor();

    // Invitations by mail; ten answer, and only the other two are reminded.
    await inviteEverybody(page);
    const invitations = await surveyMails(0, 12);
    expect(new Set(invitations.map(({ to }) => to))).toEqual(new Set(PEOPLE.map(({ email }) => email)));
    const late = new Set(['person-3@example.org', 'person-8@example.org']);
    const answering = invitations.filter(({ to }) => !late.has(to));
    for (const [i, letter] of answering.entries()) await answer(letter, 3, i);
    const before = mail.mails.length;
    await page.getByRole('button', { name: 'Remind those who have not answered' }).click();
    await surveyMails(before, 2);
    const reminded = mail.mails.filter(({ subject }) => /^Reminder from/.test(subject)).map(({ to }) => to);
    expect(new Set(reminded)).toEqual(late);
    await page.goto(`${server.origin}/`);
    await page.getByText(/is open: 10 of 12 have answered/).waitFor();

    // A workshop is logged.
    await page.goto(`${server.origin}/networks/${NETWORK}/log`);
    await page.getByLabel('What was it?').fill('Joint intake workshop');
    await page.getByRole('button', { name: 'Add to the log' }).click();
    await page.getByText('Joint intake workshop').first().waitFor();
    await closeWave(page);

    // A quarter later the second wave has opened by itself.
    const { waves } = (await (await page.request.get(`${server.origin}/api/networks/${NETWORK}/waves`)).json()) as {
      waves: { opens: string }[];
    };
    await clock.passTo(server, waves[1]?.opens ?? '');
    await context.clearCookies();
    await signIn(page, ADA, `/networks/${NETWORK}/waves`);
    const sent = mail.mails.length;
    await inviteEverybody(page);
    for (const [i, letter] of (await surveyMails(sent, 12)).entries()) await answer(letter, 5, i);
    await closeWave(page);

    // Trends: both waves, the workshop between them, and the mandate beside what the network is.
    const main = page.locator('main');
    await main.getByText('Joint intake workshop').first().waitFor();
    const release = (await (await page.request.get(`${server.origin}/api/networks/${NETWORK}/analysis`)).json()) as {
      waves: { responded: number; scales: Record<string, { organisationMean: number | null }> }[];
    };
    expect(release.waves.map(({ responded }) => responded)).toEqual([10, 12]);
    const [spring = Number.NaN, summer = Number.NaN] = release.waves.map((wave) => wave.scales.trust?.organisationMean);
    expect(summer).toBeGreaterThan(spring ?? Number.NaN);
    for (const value of [spring, summer])
      await main
        .getByText((value ?? 0).toFixed(1))
        .first()
        .waitFor({ state: 'attached' });

    // Exports open for the lead and hold nobody's name.
    await page.getByRole('link', { name: 'Exports' }).click();
    await page.locator('h1').waitFor();
    const csv = await page.request.get(`${server.origin}/api/networks/${NETWORK}/export?format=csv`);
    expect(csv.status()).toBe(200);
    expect(await csv.body().then(String)).not.toMatch(/Person \d|@example/);

    // Another lead's network stays invisible, and this one to them.
    const ada = await signedIn(server, ADA);
    await call(server, 'networks', { slug: 'other', name: 'Other', timezone: 'Etc/UTC', locale: 'en' }, ada);
    await call(server, 'networks/other/people/invitations', { email: BO.email, role: 'lead' }, ada);
    const letter = mail.mails.find(({ to }) => to === BO.email);
    const token = letter?.links.find((link) => link.includes('/sign-in/join/'))?.split('/join/')[1] ?? '';
    expect((await call(server, `role-invitations/${token}`, { name: BO.name, password: BO.password })).status).toBe(
      201,
    );
    await context.clearCookies();
    await signIn(page, BO, '/networks/other');
    for (const path of ['', '/waves', '/log', '/people']) {
      const reply = await page.goto(`${server.origin}/networks/${NETWORK}${path}`);
      expect(reply?.status(), path).toBe(404);
    }
    await page.goto(server.origin);
    await page.getByRole('link', { name: 'Other', exact: true }).waitFor();
    expect(await page.getByText('Harbour').count()).toBe(0);
    expect(first).not.toBe(ada);
  } finally {
    await close();
  }
});

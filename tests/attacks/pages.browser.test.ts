import { randomBytes } from 'node:crypto';
import { createAuth } from '@rapport/api/auth';
import { readConfig } from '@rapport/api/config';
import { createLog } from '@rapport/api/log';
import { agencies } from '@rapport/api/testing/agencies';
import { sha256 } from '@rapport/db/fingerprint';
import { importPanel } from '@rapport/db/import-panel';
import { createInvitations } from '@rapport/db/invitations';
import { createMailLinks } from '@rapport/db/mail-links';
import { open, type Db } from '@rapport/db/open';
import { migrate } from '@rapport/db/migrate';
import { grantRole } from '@rapport/db/roles';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { hostile, SCRIPTS } from './payload-network.ts';

const SLUG = 'hostile';
let server: RunningServer;
let db: Db;
let signIn: string;
const secret = 'a secret of the tests, long enough for all of them';
let browser: Awaited<ReturnType<typeof openBrowser>>;
/** Addresses that are reached by a link alone. */
const starts: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer({ DEMO: '0', AUTH_SECRET: secret });
  db = await open(server.databaseUrl);
  await migrate(db);
  const now = new Date();
  const by = { actor: 'test', now };
  await importPanel(db, hostile(agencies(SLUG), now), by);
  const config = readConfig({ ORIGIN: server.origin });
  const auth = createAuth({ db, config, secret, log: createLog('silent'), mail: null });
  const email = 'lead@example.org';
  const lead = await auth.createAccount({ email, name: SCRIPTS[1] ?? '', password: 'not a secret' });
  for (const role of ['lead', 'custodian', 'funder'] as const) await grantRole(db, lead, SLUG, role, by);
  signIn = await auth.signInLink(email, `/networks/${SLUG}`);
  const token = randomBytes(32).toString('base64url');
  await createInvitations(db, SLUG, 'now', [{ member: 'm-1-1', tokenHash: sha256(token) }], { ...by, handedOn: false });
  starts.survey = `${server.origin}/s/${token}`;
  for (const purpose of ['results', 'opt-out'] as const) {
    const link = randomBytes(32).toString('base64url');
    const seat = { network: SLUG, wave: '2026-Q3', member: 'm-1-1' };
    await createMailLinks(db, [{ ...seat, tokenHash: sha256(link), purpose }], now);
    starts[purpose] = `${server.origin}/s/${purpose}/${link}`;
  }
  browser = await openBrowser({ locale: 'en-GB' });
});
afterAll(async () => {
  await browser?.close();
  await db?.close();
  await server?.stop();
});

/** What an attacker would see of a success, gathered while pages are walked. */
function watch(page: Page) {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== server.origin && !['data:', 'blob:'].includes(url.protocol))
      seen.push(`${new URL(page.url()).pathname} asked ${url.origin} for ${url.pathname}`);
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) seen.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`${page.url()}: ${error.message}`));
  return seen;
}

/** Pages that one kind of address stands for are walked once each; `{x}` is an id, token or slug. */
const kindOf = (path: string) =>
  path
    .replace(/^\/(s|r)\/(?!part|opt-out|results|code|erased|mine|who)[^/]+/, '/$1/{x}')
    .replace(/\/(members|waves|agencies|log|reports|part|results|opt-out)\/[^/]+/g, '/$1/{x}');

/** Follows every link of our own from an address; gives the kinds of pages seen. */
async function walk(page: Page, from: string[], visit: (page: Page) => Promise<void>): Promise<Set<string>> {
  const kinds = new Set<string>();
  const waiting = [...from];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const url = new URL(next);
    const kind = kindOf(url.pathname);
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    // A file that is offered is none of our pages.
    const reply = await page
      .goto(next)
      .catch((error: Error) => (/download/i.test(error.message) ? null : Promise.reject(error)));
    if (!reply?.headers()['content-type']?.includes('text/html')) continue;
    await visit(page);
    const links = await page.evaluate<string[]>('[...document.links].map((link) => link.href)');
    for (const link of links) {
      const { origin, pathname } = new URL(link);
      if (
        origin === server.origin &&
        !/^\/(api\/auth|sign-out)/.test(pathname) &&
        !/\.(csv|json|pdf|xlsx|zip)$/.test(pathname)
      )
        waiting.push(link);
    }
  }
  return kinds;
}

/** Publishes a report with hostile words and gives the address of a link to it. */
async function publish(page: Page): Promise<string> {
  const words = SCRIPTS.join(' ');
  const made = await page.evaluate<string>(`(async () => {
    const post = async (path, body) => {
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch('/api/networks/${SLUG}/' + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return reply.ok ? reply.json() : Promise.reject(new Error(await reply.text()));
    };
    const { report } = await post('reports', { wave: '2026-Q3', summary: ${JSON.stringify(words)}, context: ${JSON.stringify(words)} });
    return (await post('reports/' + report + '/shares', {})).url;
  })()`);
  return made;
}

const isUnharmed = async (page: Page) => {
  const harm = await page.evaluate<string[]>(
    '[...(window.attacked ? ["a script ran"] : []), ...[...document.querySelectorAll("[data-attack]")].map((it) => it.outerHTML.slice(0, 200))]',
  );
  expect(harm, page.url()).toEqual([]);
};

describe('every page', () => {
  it('asks nobody but us for anything, keeps to its content policy, and shows what people wrote as text', async () => {
    const page = await browser.context.newPage();
    const seen = watch(page);
    await page.goto(signIn);
    const report = await publish(page);
    const texts = new Set<string>();
    const kinds = await walk(
      page,
      [
        `${server.origin}/networks/${SLUG}`,
        server.origin,
        `${server.origin}/portfolio`,
        `${server.origin}/account`,
        `${server.origin}/api/docs`,
        `${server.origin}/no-such-page`,
        report,
        ...Object.values(starts),
      ],
      async (shown) => {
        await isUnharmed(shown);
        const text = await shown.evaluate<string>(
          'document.body.innerText + [...document.querySelectorAll("input,textarea")].map((it) => it.value).join()',
        );
        for (const script of SCRIPTS) if (text.includes(script.slice(0, 20))) texts.add(script);
      },
    );
    expect(seen).toEqual([]);
    expect(kinds.size, [...kinds].join(' ')).toBeGreaterThan(15);
    // Else nothing hostile was shown at all.
    expect(texts.size).toBeGreaterThan(SCRIPTS.length / 2);
    await page.close();
  }, 240_000);

  it('sets cookies that scripts and other sites cannot use', async () => {
    const cookies = await browser.context.cookies();
    const ours = cookies.filter(({ name }) => name.startsWith('rapport'));
    expect(ours.map(({ name }) => name).sort()).toEqual([
      'rapport.language',
      'rapport.member',
      'rapport.session_token',
    ]);
    for (const { name, httpOnly, sameSite } of ours) expect([name, httpOnly, sameSite]).toEqual([name, true, 'Lax']);
  });

  it('shows what an import refuses as text', async () => {
    const page = await browser.context.newPage();
    const seen = watch(page);
    await page.goto(`${server.origin}/networks/${SLUG}/setup/people`);
    const list = SCRIPTS.map((script) => `${script}\t=${script}\t${script}@example.org`).join('\n');
    await page.locator('textarea').first().fill(list);
    await page.locator('form:has(textarea) button').first().click();
    await expect.poll(() => page.locator('body').innerText()).toContain('<script');
    await isUnharmed(page);
    expect(seen).toEqual([]);
    await page.close();
  });
});

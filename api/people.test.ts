import { listAudit } from '@rapport/db/audit';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { readPanelJson } from '@rapport/surveys/panel-files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencies } from './testing/agencies.ts';
import { cookieOf, openBench, ORIGIN, PASSWORD, problemOf, type Bench } from './testing/bench.ts';
import { startMailServer, type MailServer } from './testing/mail-server.ts';

let mail: MailServer;
let bench: Bench;
let lead: string;
beforeAll(async () => {
  mail = await startMailServer();
  bench = await openBench({ environment: { SMTP_URL: mail.url } });
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterAll(async () => {
  await bench.close();
  await mail.stop();
});

const people = '/api/networks/harbour/people';
const invite = (json: object, at = bench, as = lead) => at.call(`${people}/invitations`, { json, as });
const listed = async () =>
  (await bench.call(people, { as: lead })).body as {
    people: { account: string; email: string; roles: { role: string; begun: boolean; begins: string | null }[] }[];
    invitations: { invitation: string; email: string; expired: boolean }[];
  };
const accountOf = async (email: string) => (await listed()).people.find((one) => one.email === email)?.account ?? '';
const tokenIn = (url = '') => url.split('/sign-in/join/')[1] ?? '';
const signIn = (email: string, password: string) =>
  bench.call('/api/auth/sign-in/email', { json: { email, password }, headers: { origin: ORIGIN } });

describe('an invitation to a role', () => {
  it('is mailed, makes an account that has the role, and works once', async () => {
    const reply = await invite({ email: 'Viewer@example.org', role: 'viewer', language: 'id' });
    expect(reply.body).toMatchObject({ email: 'viewer@example.org', mailed: true, url: null, expired: false });
    const [letter] = mail.mails;
    expect(letter).toMatchObject({ to: 'viewer@example.org', subject: expect.stringContaining('Harbour network') });
    expect(letter?.headers['content-language']).toBe('id');
    const token = tokenIn(letter?.links[0]);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const { roleInvitations } = bench.services.db.tables;
    expect(JSON.stringify(await bench.services.db.select().from(roleInvitations))).not.toContain(token);
    expect(bench.logged.join('')).not.toContain(token);

    const opened = await bench.call(`/api/role-invitations/${token}`);
    expect(opened.body).toMatchObject({ networkName: 'Harbour network', role: 'viewer', hasAccount: false });
    const join = (json: object) => bench.call(`/api/role-invitations/${token}`, { json });
    expect((await join({ name: '', password: 'short' })).body).toMatchObject({
      errors: [{ path: 'name' }, { path: 'password' }],
    });
    expect((await join({ name: 'Vi', password: PASSWORD })).status).toBe(201);
    expect(problemOf(await join({ name: 'Vi', password: PASSWORD }))).toBe('404 not-found');
    const as = cookieOf(await signIn('viewer@example.org', PASSWORD));
    expect((await bench.call('/api/networks/harbour/overview', { as })).status).toBe(200);
    expect(problemOf(await bench.call(people, { as }))).toBe('403 not-allowed');
    expect((await bench.call('/api/account', { as })).body).toMatchObject({ language: 'id', name: 'Vi' });
  });

  it('is taken with an account that is there, only by who is signed in with the address that was invited', async () => {
    const as = await bench.signIn('has@example.org');
    await invite({ email: 'HAS@example.org', role: 'viewer' });
    const token = tokenIn(mail.mails.at(-1)?.links[0]);
    const accept = (cookie?: string) =>
      bench.call(`/api/role-invitations/${token}/acceptance`, { method: 'POST', ...(cookie && { as: cookie }) });
    expect((await bench.call(`/api/role-invitations/${token}`)).body).toMatchObject({ hasAccount: true });
    const json = { name: 'Has', password: 'another long one' };
    expect(problemOf(await bench.call(`/api/role-invitations/${token}`, { json }))).toBe('409 conflict');
    expect((await signIn('has@example.org', 'another long one')).status).toBe(401);
    expect(problemOf(await accept())).toBe('401 sign-in-needed');
    const thief = await bench.signIn('thief@example.org', { harbour: ['funder'] });
    expect(problemOf(await accept(thief))).toBe('403 invited-otherwise');
    expect(problemOf(await bench.call('/api/networks/harbour/overview', { as: thief }))).toBe('403 not-allowed');
    expect((await accept(as)).body).toEqual({ network: 'harbour', email: 'has@example.org' });
    expect(problemOf(await accept(as))).toBe('404 not-found');
    expect(problemOf(await invite({ email: 'has@example.org', role: 'viewer' }))).toBe('409 conflict');
  });

  it('ends with its fourteen days, when another takes its place, and when it is taken back', async () => {
    const asked = async () => {
      await invite({ email: 'late@example.org', role: 'funder' });
      return tokenIn(mail.mails.at(-1)?.links[0]);
    };
    const [first, second] = [await asked(), await asked()];
    const open = async (token: string) => (await bench.call(`/api/role-invitations/${token}`)).status;
    expect([await open(first), await open(second)]).toEqual([404, 200]);
    bench.setNow('2026-11-24T12:00:01Z');
    expect(await open(second)).toBe(404);
    lead = await bench.signIn('lead@example.org');
    expect((await listed()).invitations).toMatchObject([{ email: 'late@example.org', expired: true }]);
    bench.setNow('2026-11-10T12:00:00Z');
    const invitation = (await listed()).invitations[0]?.invitation ?? '';
    const end = () => bench.call(`${people}/invitations/${invitation}`, { method: 'DELETE', as: lead });
    expect((await end()).status).toBe(204);
    expect(await open(second)).toBe(404);
    expect(problemOf(await end())).toBe('404 not-found');
  });

  it('hands the lead its link where no mail goes out', async () => {
    mail.refusals.set('refused@example.org', { code: 550, reply: 'no such user' });
    const refused = (await invite({ email: 'refused@example.org', role: 'viewer' })).body as { url: string };
    expect(refused).toMatchObject({ mailed: false });
    expect((await bench.call(`/api/role-invitations/${tokenIn(refused.url)}`)).status).toBe(200);
    const silent = await openBench();
    await silent.storePanel(agencies());
    const as = await silent.signIn('lead@example.org', { harbour: ['lead'] });
    expect((await invite({ email: 'x@example.org', role: 'lead' }, silent, as)).body).toMatchObject({ mailed: false });
    await silent.close();
  });
});

/** The custodians that a member reads of before answering a wave. */
async function toldOf(wave: string): Promise<unknown> {
  const token = `a token of ${wave}`;
  const by = { actor: 'operator', now: bench.services.clock(), handedOn: false };
  const seat = { member: 'm-1-1', tokenHash: sha256(token) };
  await createInvitations(bench.services.db, 'harbour', wave, [seat], by);
  const as = cookieOf(await bench.call('/api/survey/session', { json: { token } }));
  return ((await bench.call('/api/survey', { as })).body as { custodians: unknown }).custodians;
}

describe('roles', () => {
  const set = (account: string, roles: string[]) =>
    bench.call(`${people}/${account}/roles`, { method: 'PUT', json: { roles }, as: lead });
  const remove = (account: string) => bench.call(`${people}/${account}`, { method: 'DELETE', as: lead });

  it('are changed and taken away, but not from the last lead', async () => {
    const own = await accountOf('lead@example.org');
    expect(problemOf(await set(own, ['viewer']))).toBe('409 last-lead');
    expect(problemOf(await remove(own))).toBe('409 last-lead');
    expect(problemOf(await set(own, []))).toBe('422 invalid-values');
    expect(problemOf(await set('nobody', ['viewer']))).toBe('404 not-found');
    const viewer = await accountOf('viewer@example.org');
    expect((await set(viewer, ['lead', 'viewer'])).status).toBe(200);
    expect((await remove(viewer)).status).toBe(204);
    const as = cookieOf(await signIn('viewer@example.org', PASSWORD));
    expect(problemOf(await bench.call('/api/networks/harbour', { as }))).toBe('404 not-found');
    const trail = (await listAudit(bench.services.db, 'harbour', { limit: 1000 })).filter(({ action }) =>
      action.startsWith('role.'),
    );
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['role.invite', 'role.grant', 'role.revoke', 'role.invite-end']),
    );
    expect(trail.at(-1)).toMatchObject({ actor: `account:${own}`, subject: viewer });
    expect(JSON.stringify(trail.map(({ subject, detail }) => [subject, detail]))).not.toContain('@');
  });

  it('of a custodian begin with the next wave: members are told first', async () => {
    const as = await bench.signIn('cus@example.org', { harbour: ['viewer'] });
    const account = await accountOf('cus@example.org');
    const role = async () =>
      (await listed()).people.find((one) => one.account === account)?.roles.find((one) => one.role === 'custodian');
    const panel = () => bench.call('/api/networks/harbour/panel', { as });
    expect(problemOf(await panel())).toBe('403 not-allowed');
    await set(account, ['viewer', 'custodian']);
    expect(await role()).toMatchObject({ begun: false, begins: null });
    expect((await panel()).body).toMatchObject({ type: 'urn:rapport:problem:appointment-not-begun', begins: null });

    const next = { wave: '2027-Q1', label: 'Winter', opens: '2026-11-16', closes: '2026-11-20' };
    await bench.call('/api/networks/harbour/waves', { json: next, as: lead });
    expect(await role()).toMatchObject({ begun: false, begins: '2026-11-16' });
    expect((await panel()).body).toMatchObject({ begins: '2026-11-16' });

    // Members of the open wave are told of nobody; those of the next one are.
    expect(await toldOf('2026-Q4')).toEqual([]);
    bench.setNow('2026-11-16T12:00:00Z');
    expect(await role()).toMatchObject({ begun: true });
    expect(await toldOf('2027-Q1')).toEqual(['cus@example.org']);
    const { panel: taken } = readPanelJson((await panel()).text);
    expect(taken?.waves.map(({ wave }) => wave)).toEqual(['2027-Q1']);
    expect(taken?.answers).toEqual([]);
    expect(taken?.members).toHaveLength(12);
    bench.setNow('2026-11-10T12:00:00Z');
  });
});

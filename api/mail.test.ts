import { listAudit } from '@rapport/db/audit';
import { sha256 } from '@rapport/db/fingerprint';
import { createInvitations } from '@rapport/db/invitations';
import { updateMember } from '@rapport/db/members';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDueJobs } from './jobs/run.ts';
import { mailHandlers } from './mail/deliver.ts';
import { planMail } from './mail/plan.ts';
import { agencies } from './testing/agencies.ts';
import { cookieOf, openBench, problemOf, type Bench } from './testing/bench.ts';
import { startMailServer, type MailServer, type ReceivedMail } from './testing/mail-server.ts';

const ALL = 12;
const wave = '/api/networks/harbour/waves/2026-Q4';
const address = (member: string) => `${member.replace('m-', 'person-')}@example.org`;

let server: MailServer;
let bench: Bench;
let lead: string;
beforeEach(async () => {
  server = await startMailServer();
  bench = await openBench({ now: '2026-11-01T10:00:00Z', environment: { SMTP_URL: server.url } });
  await bench.storePanel(agencies());
  lead = await bench.signIn('lead@example.org', { harbour: ['lead'] });
});
afterEach(async () => {
  await bench.close();
  await server.stop();
});

const post = (path: string, json: unknown = {}) => bench.call(path, { json, as: lead });

/** Works off what is due, and gives the mails that came of it. */
async function mailed(): Promise<ReceivedMail[]> {
  const before = server.mails.length;
  const { services } = bench;
  if (services.mailer) await runDueJobs(services, mailHandlers(services, services.mailer));
  return server.mails.slice(before);
}
async function planned(instant: string): Promise<ReceivedMail[]> {
  bench.setNow(instant);
  await planMail(bench.services);
  return mailed();
}
const recipients = (mails: ReceivedMail[]) => mails.map(({ to }) => to).sort();
const to = (mails: ReceivedMail[], member: string) => {
  const mail = mails.find((one) => one.to === address(member));
  if (!mail) throw new Error(`no mail to ${member}`);
  return mail;
};
const tokenOf = (mail: ReceivedMail, path: string) => {
  const link = mail.links.find((one) => new URL(one).pathname.startsWith(path));
  return link?.split('/').at(-1) ?? '';
};
const surveyToken = (mail: ReceivedMail) =>
  mail.links.map((link) => /\/s\/([\w-]{43})$/.exec(link)?.[1]).find((token) => token !== undefined) ?? '';

async function openSurvey(token: string): Promise<string> {
  return cookieOf(await bench.call('/api/survey/session', { json: { token } }));
}
const answers = () => Object.fromEntries(pulse1.items.map((item) => [item.id, 4]));
const submit = (as: string, key = 'key-1') =>
  bench.call('/api/survey/submission', {
    json: { answers: answers(), ties: {} },
    headers: { 'idempotency-key': key },
    as,
  });

describe('invitations', () => {
  it('go to everybody in the wave, each with a link of their own, in two languages', async () => {
    await updateMember(bench.services.db, 'harbour', 'm-2-1', { language: 'id-ID' }, { actor: 'x', now: new Date() });
    const reply = await post(`${wave}/invitations`);
    expect(reply.status).toBe(202);
    expect(reply.body).toEqual({ queued: ALL, links: [], notMailed: [] });
    const mails = await mailed();
    expect(recipients(mails)).toEqual(
      agencies()
        .members.map(({ email }) => email)
        .sort(),
    );
    expect(new Set(mails.map(surveyToken)).size).toBe(ALL);
    const english = to(mails, 'm-1-1');
    expect(english.subject).toBe('Harbour network: how do we work together?');
    expect(english.text).toMatch(/^Hello Person 1\.1,/);
    expect(english.text).toContain('14 November 2026');
    expect(english.headers['content-language']).toBe('en');
    const indonesian = to(mails, 'm-2-1');
    expect(indonesian.subject).toBe('Harbour network: bagaimana kerja sama kita?');
    expect(indonesian.text).toContain('14 November 2026');
    expect(indonesian.html).toContain('<html lang="id"');
    for (const mail of mails) expect(mail.html).toContain(`href="${mail.links[0]}"`);
    const progress = await bench.call(`${wave}/progress`, { as: lead });
    expect(progress.body).toMatchObject({ eligible: ALL, invited: ALL, opened: 0 });
  });

  it('are sent once however often everybody is invited, and again to whom the lead names', async () => {
    await Promise.all([post(`${wave}/invitations`), post(`${wave}/invitations`)]);
    expect(await mailed()).toHaveLength(ALL);
    expect((await post(`${wave}/invitations`)).body).toMatchObject({ queued: 0 });
    const again = await Promise.all([1, 2].map(() => post(`${wave}/invitations`, { members: ['m-1-1'] })));
    expect(again.map(({ body }) => (body as { queued: number }).queued).sort()).toEqual([0, 1]);
    expect(recipients(await mailed())).toEqual([address('m-1-1')]);
    expect(problemOf(await post(`${wave}/invitations`, { members: ['nobody'] }))).toBe('403 not-allowed');
    expect(problemOf(await post('/api/networks/harbour/waves/2026-Q3/invitations'))).toBe('410 wave-closed');
  });

  it('to a wave that opens later go out on its first morning in the network’s zone', async () => {
    await bench.call('/api/networks/harbour', { method: 'PATCH', json: { timezone: 'Asia/Jakarta' }, as: lead });
    const dates = { wave: '2027-Q1', label: 'Winter', opens: '2027-02-01', closes: '2027-02-14' };
    await post('/api/networks/harbour/waves', dates);
    await post('/api/networks/harbour/waves/2027-Q1/invitations');
    expect(await planned('2027-02-01T01:59:00Z')).toEqual([]);
    expect(await planned('2027-02-01T02:00:00Z')).toHaveLength(ALL);
  });

  it('reach those who are added while the wave is open, once everybody was invited', async () => {
    await post(`${wave}/invitations`);
    await mailed();
    const member = { member: 'm-new', organisation: 'org-1', name: 'New', email: 'new@example.org' };
    await post('/api/networks/harbour/members', { ...member, joined: '2026-11-01' });
    expect(recipients(await planned('2026-11-02T09:00:00Z'))).toEqual(['new@example.org']);
    expect(await planned('2026-11-02T09:05:00Z')).toEqual([]);
  });

  it('store no token: not in a job, not in the audit, not in the log', async () => {
    await post(`${wave}/invitations`);
    const mails = await mailed();
    const tokens = mails.flatMap((mail) => [surveyToken(mail), tokenOf(mail, '/s/opt-out/')]);
    expect(new Set(tokens).size).toBe(2 * ALL);
    for (const token of tokens) await bench.call('/api/survey/session', { json: { token } });
    for (const token of tokens) await bench.call(`/api/opt-out/${token}`);
    const { db } = bench.services;
    const stored = await Promise.all(Object.values(db.tables).map((table) => db.select().from(table)));
    const everything = JSON.stringify([stored, bench.logged]);
    expect(everything).toContain('mail.invitation');
    expect(tokens.filter((token) => everything.includes(token))).toEqual([]);
    expect(bench.logged.join('')).not.toContain('@example.org');
  });

  it('are opened by a form that is read, not by a scanner that fetches the link', async () => {
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    const [mail] = await mailed();
    const token = mail ? surveyToken(mail) : '';
    const fetched = await bench.call('/api/survey/session', { json: { token, unread: true } });
    const opened = async () => (await bench.call(`${wave}/progress`, { as: lead })).body;
    expect(await opened()).toMatchObject({ opened: 0 });
    await bench.call('/api/survey', { as: cookieOf(fetched) });
    expect(await opened()).toMatchObject({ opened: 1 });
    bench.setNow('2026-11-15T00:00:00Z');
    const late = await bench.call('/api/survey/session', { json: { token } });
    expect([problemOf(late), late.body]).toMatchObject(['410 wave-closed', { closes: '2026-11-14' }]);
  });
});

describe('reminders', () => {
  it('go to those who have not submitted, and only them, and take up their draft', async () => {
    await post(`${wave}/invitations`);
    const invitations = await mailed();
    await submit(await openSurvey(surveyToken(to(invitations, 'm-1-1'))));
    const draft = { answers: { [pulse1.items[0]?.id ?? '']: 6 }, ties: {} };
    const phone = await openSurvey(surveyToken(to(invitations, 'm-1-2')));
    await bench.call('/api/survey/draft', { method: 'PUT', json: draft, headers: { 'if-match': '"0"' }, as: phone });

    expect((await post(`${wave}/reminders`)).body).toEqual({ queued: ALL - 1, links: [], notMailed: [] });
    const reminders = await mailed();
    expect(recipients(reminders)).toEqual(recipients(invitations).filter((one) => one !== address('m-1-1')));
    const other = await openSurvey(surveyToken(to(reminders, 'm-1-2')));
    const form = await bench.call('/api/survey', { as: other });
    expect(form.body).toMatchObject({ draft: { version: 1, ...draft }, handedOn: false });
    expect((await post(`${wave}/reminders`, { members: ['m-1-1', 'm-2-1'] })).body).toMatchObject({ queued: 1 });
  });

  it('follow the lead’s schedule: day 3, day 5, two days before the close, at nine', async () => {
    await post(`${wave}/invitations`);
    await mailed();
    const days: string[] = [];
    for (let hour = 0; hour < 14 * 24; hour += 1) {
      const instant = new Date(Date.parse('2026-11-01T10:00:00Z') + hour * 3600e3).toISOString();
      const mails = (await planned(instant)).filter(({ subject }) => subject.startsWith('Reminder'));
      if (mails.length > 0) days.push(`${instant.slice(0, 13)} ${mails.length}`);
    }
    expect(days).toEqual([`2026-11-04T09 ${ALL}`, `2026-11-06T09 ${ALL}`, `2026-11-12T09 ${ALL}`]);
  });

  it('follow another schedule, and leave out who was invited hours ago or never', async () => {
    const reminders = { afterOpening: [2], beforeClose: [] };
    expect(
      (await bench.call('/api/networks/harbour', { method: 'PATCH', json: { reminders }, as: lead })).body,
    ).toMatchObject({ reminders });
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    await mailed();
    bench.setNow('2026-11-03T08:00:00Z');
    await post(`${wave}/invitations`, { members: ['m-2-1'] });
    await mailed();
    expect(recipients(await planned('2026-11-03T09:00:00Z'))).toEqual([address('m-1-1')]);
    expect(await planned('2026-11-04T09:00:00Z')).toEqual([]);
  });

  it('that wait are not sent to who answers meanwhile, nor after the close', async () => {
    await post(`${wave}/invitations`);
    const invitations = await mailed();
    await post(`${wave}/reminders`);
    await submit(await openSurvey(surveyToken(to(invitations, 'm-1-1'))));
    const reminded = recipients(await mailed()).filter((one) => one === address('m-1-1'));
    expect(reminded).toEqual([]);
    await post(`${wave}/reminders`);
    bench.setNow('2026-11-15T00:00:00Z');
    expect(await mailed()).toEqual([]);
  });
});

describe('thank-yous', () => {
  it('bring a lasting link to one’s own results, once', async () => {
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    const [invitation] = await mailed();
    const cookie = await openSurvey(invitation ? surveyToken(invitation) : '');
    await submit(cookie);
    await submit(cookie, 'key-2');
    const [thanks, ...more] = await planned('2026-11-02T09:00:00Z');
    expect(more).toEqual([]);
    expect(thanks?.subject).toBe('Harbour network: thank you, your answers are in');
    expect(await planned('2026-11-02T09:02:00Z')).toEqual([]);
    const token = thanks ? tokenOf(thanks, '/s/results/') : '';
    bench.setNow('2027-11-01T00:00:00Z');
    const session = await bench.call('/api/survey/results-session', { json: { token } });
    expect(session.status).toBe(200);
    const mine = await bench.call('/api/survey/mine', { as: cookieOf(session) });
    expect(mine.body).toMatchObject({ handedOn: false, network: { slug: 'harbour' } });
    expect((mine.body as { waves: unknown[] }).waves).toHaveLength(3);
    expect(problemOf(await bench.call('/api/survey/session', { json: { token } }))).toBe('404 not-found');
  });
});

describe('opting out', () => {
  it('takes one click from anywhere, and ends all mail until it is undone', async () => {
    await post(`${wave}/invitations`);
    const mail = to(await mailed(), 'm-1-1');
    expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const [, url = ''] = /^<(.+)>$/.exec(mail.headers['list-unsubscribe'] ?? '') ?? [];
    expect(mail.links).toContain(url);
    const path = `/api${new URL(url).pathname.slice('/s'.length)}`;
    expect((await bench.call(path)).body).toEqual({ network: 'Harbour network', language: 'en', optedOut: false });
    const click = await bench.call(path, {
      method: 'POST',
      raw: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([click.status, click.body]).toMatchObject([200, { optedOut: true }]);
    const notMailed = [{ member: 'm-1-1', reason: 'opt-out' }];
    expect((await post(`${wave}/reminders`)).body).toEqual({ queued: ALL - 1, links: [], notMailed });
    expect(recipients(await mailed())).not.toContain(address('m-1-1'));
    await bench.call(path, { method: 'DELETE' });
    expect((await post(`${wave}/reminders`)).body).toMatchObject({ queued: ALL });
    expect(problemOf(await bench.call('/api/opt-out/unknown', { method: 'POST' }))).toBe('404 not-found');
    const actions = (await listAudit(bench.services.db, 'harbour')).map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('mail.'))).toEqual(['mail.opt-out', 'mail.opt-in']);
  });
});

describe('what cannot be delivered', () => {
  it('is shown to the lead with the server’s code, and tried again at another address', async () => {
    server.refusals.set(address('m-1-1'), { code: 550, reply: '5.1.1 No such user person-1-1@example.org here' });
    await post(`${wave}/invitations`);
    expect(recipients(await mailed())).toHaveLength(ALL - 1);
    const listed = async () =>
      (await bench.call(`${wave}/invitations`, { as: lead })).body as { mail: boolean; members: unknown[] };
    const { mail, members } = await listed();
    expect(mail).toBe(true);
    expect(members[0]).toEqual({
      ...{ member: 'm-1-1', name: 'Person 1.1', organisation: 'org-1', organisationName: 'Agency 1' },
      ...{ waiting: false, mailed: null, handedOn: null, problem: 'bounce', reason: '550 5.1.1' },
    });
    expect(members[1]).toMatchObject({ member: 'm-1-2', mailed: '2026-11-01T10:00:00.000Z', problem: null });
    expect((await post(`${wave}/invitations`)).body).toMatchObject({
      queued: 0,
      notMailed: [{ member: 'm-1-1', reason: 'bounce' }],
    });
    await bench.call('/api/networks/harbour/members/m-1-1', {
      method: 'PATCH',
      json: { email: 'right@example.org' },
      as: lead,
    });
    expect((await post(`${wave}/invitations`)).body).toMatchObject({ queued: 1 });
    expect(recipients(await mailed())).toEqual(['right@example.org']);
    expect((await listed()).members[0]).toMatchObject({ problem: null, mailed: '2026-11-01T10:00:00.000Z' });
  });

  it('for now is tried again later, with the same Message-ID', async () => {
    server.refusals.set(address('m-1-1'), { code: 450, reply: '4.2.0 Greylisted' });
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    expect(await mailed()).toEqual([]);
    server.refusals.clear();
    bench.setNow('2026-11-01T10:00:59Z');
    expect(await mailed()).toEqual([]);
    bench.setNow('2026-11-01T10:01:00Z');
    const [mail] = await mailed();
    const [job] = await bench.services.db.select().from(bench.services.db.tables.jobs);
    expect(mail?.messageId).toBe(`<${job?.job}@localhost>`);
    expect(job).toMatchObject({ attempts: 2, outcome: 'sent' });
  });

  it('because the mail server is away waits, and counts against no mail', async () => {
    await post(`${wave}/invitations`);
    await server.stop();
    for (let minute = 1; minute <= 30; minute += 1) {
      bench.setNow(new Date(Date.parse('2026-11-01T10:00:00Z') + minute * 60_000).toISOString());
      await mailed();
    }
    const { jobs } = bench.services.db.tables;
    const waiting = await bench.services.db.select().from(jobs);
    expect(waiting.filter(({ kind }) => kind === 'mail.invitation').every(({ attempts }) => attempts === 0)).toBe(true);
    const { mails, url } = server;
    server = await startMailServer({ port: Number(new URL(url).port) });
    server.mails.push(...mails);
    bench.setNow('2026-11-01T10:32:00Z');
    expect(await mailed()).toHaveLength(ALL);
  });
});

describe('a code by mail', () => {
  it('opens earlier answers to a device with a handed-on link, and a wrong one does not', async () => {
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    const [invitation] = await mailed();
    await submit(await openSurvey(invitation ? surveyToken(invitation) : ''));
    const handed = { member: 'm-1-1', tokenHash: sha256('handed on') };
    const by = { actor: 'lead@example.org', now: new Date('2026-11-01T10:00:00Z'), handedOn: true };
    await createInvitations(bench.services.db, 'harbour', '2026-Q4', [handed], by);
    const device = await openSurvey('handed on');
    const form = async () => (await bench.call('/api/survey', { as: device })).body;
    expect(await form()).toMatchObject({ handedOn: true, submission: null, previousTies: {} });

    const ask = (as = device) => bench.call('/api/survey/code', { method: 'POST', as });
    expect((await ask()).status).toBe(202);
    const soon = await ask(await openSurvey('handed on'));
    expect([problemOf(soon), soon.headers.get('retry-after')]).toEqual(['429 too-soon', '300']);
    const [mail] = await mailed();
    expect(mail?.to).toBe(address('m-1-1'));
    const code = /\b\d{4} \d{4}\b/.exec(mail?.text ?? '')?.[0] ?? '';
    const enter = (given: string, as = device) =>
      bench.call('/api/survey/code/confirmation', { json: { code: given }, as });
    expect(problemOf(await enter('0000 0000'))).toBe('422 invalid-values');
    expect(problemOf(await enter(code, await openSurvey('handed on')))).toBe('422 invalid-values');
    expect((await enter(code)).status).toBe(204);
    expect(await form()).toMatchObject({ handedOn: false, submission: { answers: answers() } });
    const stored = JSON.stringify(await bench.services.db.select().from(bench.services.db.tables.jobs));
    expect(stored).not.toContain(code.replace(' ', ''));
  });
});

describe('mails to accounts', () => {
  const origin = { origin: 'http://127.0.0.1:3000' };
  const arrived = async (count: number) => {
    for (let i = 0; i < 100 && server.mails.length < count; i += 1) await new Promise((go) => setTimeout(go, 20));
    return server.mails;
  };

  it('sign in by a link that a click uses, not a scanner', async () => {
    const ask = (email: string) =>
      bench.call('/api/auth/sign-in/magic-link', {
        json: { email, callbackURL: '/networks/harbour' },
        headers: origin,
      });
    expect((await ask('LEAD@example.org')).status).toBe(200);
    const [mail] = await arrived(1);
    expect([mail?.to, mail?.subject]).toEqual(['lead@example.org', 'Your link to sign in']);
    const link = new URL(mail?.links[0] ?? '');
    expect([link.pathname, link.searchParams.get('to')]).toEqual(['/sign-in/link', '/networks/harbour']);
    const token = link.searchParams.get('token') ?? '';
    const verified = await bench.call(`/api/auth/magic-link/verify?token=${token}&callbackURL=/networks/harbour`);
    expect(verified.status).toBe(302);
    expect((await bench.call('/api/networks/harbour', { as: cookieOf(verified) })).status).toBe(200);
    expect((await ask('nobody@example.org')).status).toBe(200);
    await new Promise((go) => setTimeout(go, 100));
    expect(server.mails).toHaveLength(1);
  });

  it('set a new password once, with a token that is stored as a hash', async () => {
    const asked = await bench.call('/api/auth/request-password-reset', {
      json: { email: 'lead@example.org' },
      headers: origin,
    });
    expect(asked.status).toBe(200);
    const [mail] = await arrived(1);
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
    expect(token).toMatch(/^\w{24}$/);
    const { verification } = bench.services.db.tables;
    expect(JSON.stringify(await bench.services.db.select().from(verification))).not.toContain(token);
    const set = (newPassword: string) =>
      bench.call('/api/auth/reset-password', { json: { token, newPassword }, headers: origin });
    expect((await set('another good one')).status).toBe(200);
    expect((await set('a third one')).status).toBe(400);
    expect(problemOf(await bench.call('/api/networks', { as: lead }))).toBe('401 sign-in-needed');
    const signIn = await bench.call('/api/auth/sign-in/email', {
      json: { email: 'lead@example.org', password: 'another good one' },
      headers: origin,
    });
    expect(signIn.status).toBe(200);
  });
});

describe('without a mail server', () => {
  it('links are handed out by the lead, each in the audit, reminders to the right people', async () => {
    const byHand = await openBench({ now: '2026-11-01T10:00:00Z' });
    await byHand.storePanel(agencies());
    const as = await byHand.signIn('lead@example.org', { harbour: ['lead'] });
    const ask = async (path: string) => (await byHand.call(path, { json: {}, as })).body as Links;
    interface Links {
      queued: number;
      links: { member: string; url: string }[];
    }
    const { queued, links } = await ask(`${wave}/invitations`);
    expect([queued, links.length]).toEqual([ALL, ALL]);
    const [first] = links;
    const token = first?.url.split('/').at(-1) ?? '';
    const cookie = cookieOf(await byHand.call('/api/survey/session', { json: { token } }));
    await byHand.call('/api/survey/submission', {
      json: { answers: answers(), ties: {} },
      headers: { 'idempotency-key': 'k' },
      as: cookie,
    });
    const reminders = await ask(`${wave}/reminders`);
    expect(reminders.links.map(({ member }) => member)).toEqual(links.slice(1).map(({ member }) => member));
    const { body } = await byHand.call(`${wave}/invitations`, { as });
    const listed = body as { mail: boolean; members: unknown[] };
    expect(listed).toMatchObject({ mail: false, reminders: ['2026-11-04', '2026-11-06', '2026-11-12'] });
    expect(listed.members[0]).toMatchObject({ handedOn: '2026-11-01T10:00:00.000Z', mailed: null, problem: null });
    const entries = (await listAudit(byHand.services.db, 'harbour')).filter(
      ({ action }) => action === 'invitation.hand-on',
    );
    expect(entries).toHaveLength(ALL + ALL - 1);
    expect(problemOf(await byHand.call('/api/survey/code', { method: 'POST', as: cookie }))).toBe('409 no-mail');
    await byHand.close();
  });
});

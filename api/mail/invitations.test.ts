import { updateMember } from '@rapport/db/members';
import { describe, expect, it } from 'vitest';
import { agencies } from '../testing/agencies.ts';
import { cookieOf, problemOf } from '../testing/bench.ts';
import { ALL, address, recipients, surveyToken, to, tokenOf, wave, useMailBench } from '../testing/mail-bench.ts';

const { at, post, mailed, planned } = useMailBench();

describe('invitations', () => {
  it('go to everybody in the wave, each with a link of their own, in two languages', async () => {
    await updateMember(
      at.bench.services.db,
      'harbour',
      'm-2-1',
      { language: 'id-ID' },
      { actor: 'x', now: new Date() },
    );
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
    const progress = await at.bench.call(`${wave}/progress`, { as: at.lead });
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
    await at.bench.call('/api/networks/harbour', { method: 'PATCH', json: { timezone: 'Asia/Jakarta' }, as: at.lead });
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
    for (const token of tokens) await at.bench.call('/api/survey/session', { json: { token } });
    for (const token of tokens) await at.bench.call(`/api/opt-out/${token}`);
    const { db } = at.bench.services;
    const stored = await Promise.all(Object.values(db.tables).map((table) => db.select().from(table)));
    const everything = JSON.stringify([stored, at.bench.logged]);
    expect(everything).toContain('mail.invitation');
    expect(tokens.filter((token) => everything.includes(token))).toEqual([]);
    expect(at.bench.logged.join('')).not.toContain('@example.org');
  });

  it('are opened by a form that is read, not by a scanner that fetches the link', async () => {
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    const [mail] = await mailed();
    const token = mail ? surveyToken(mail) : '';
    const fetched = await at.bench.call('/api/survey/session', { json: { token, unread: true } });
    const opened = async () => (await at.bench.call(`${wave}/progress`, { as: at.lead })).body;
    expect(await opened()).toMatchObject({ opened: 0 });
    await at.bench.call('/api/survey', { as: cookieOf(fetched) });
    expect(await opened()).toMatchObject({ opened: 1 });
    at.bench.setNow('2026-11-15T00:00:00Z');
    const late = await at.bench.call('/api/survey/session', { json: { token } });
    expect([problemOf(late), late.body]).toMatchObject(['410 wave-closed', { closes: '2026-11-14' }]);
  });
});

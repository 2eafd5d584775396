import { updateMember } from '@rapport/db/members';
import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { describe, expect, it } from 'vitest';
import { problemOf } from './testing/bench.ts';
import { surveyToken, to, tokenOf, useMailBench, wave } from './testing/mail-bench.ts';

const { at, post, mailed, openSurvey, submit } = useMailBench();

async function invited() {
  await post(`${wave}/invitations`);
  return to(await mailed(), 'm-1-1');
}
const form = async (as: string) => (await at.bench.call('/api/survey', { as })).body;
const draft = (as: string, version: number, answers: object) =>
  at.bench.call('/api/survey/draft', {
    method: 'PUT',
    json: { answers },
    headers: { 'if-match': `"${version}"` },
    as,
  });
const later = (minutes: number) => new Date(Date.parse('2026-11-01T10:00:00Z') + minutes * 60_000).toISOString();

describe('what a member takes along', () => {
  it('has the mails that were sent, the links that were made, and that mail has ended', async () => {
    const mail = await invited();
    const as = await openSurvey(surveyToken(mail));
    await form(as);
    await at.bench.call(`/api/opt-out/${tokenOf(mail, '/s/opt-out/')}`, { method: 'POST' });
    const record = await at.bench.call('/api/survey/mine/record', { as });
    const now = '2026-11-01T10:00:00.000Z';
    expect(record.body).toMatchObject({
      member: { member: 'm-1-1', email: 'person-1-1@example.org' },
      mailStopped: [{ kind: 'opt-out', since: now, address: null, reason: null }],
      mails: [{ wave: '2026-Q4', kind: 'mail.invitation', asked: now, ended: now, outcome: 'sent', error: null }],
      links: [{ wave: '2026-Q4', made: now, handedOn: false, opened: now }],
    });
    const csv = await at.bench.call('/api/survey/mine/record?format=csv', { as });
    expect(csv.text).toContain('\r\n,mail-stopped,,opt-out,2026-11-01T10:00:00.000Z,\r\n');
  });
});

describe('last wave’s ratings', () => {
  it('are offered unless the lead has switched that off', async () => {
    const as = await openSurvey(surveyToken(await invited()));
    expect(await form(as)).toMatchObject({ previousTies: { 'org-2': { mode: 2, trust: 3 } } });
    const patch = (json: object) => at.bench.call('/api/networks/harbour', { method: 'PATCH', json, as: at.lead });
    expect((await patch({ stillSo: false })).body).toMatchObject({ stillSo: false });
    expect(await form(as)).toMatchObject({ previousTies: {} });
    expect((await patch({ stillSo: true })).body).toMatchObject({ stillSo: true });
    expect(await form(as)).toMatchObject({ previousTies: { 'org-2': { mode: 2 } } });
  });
});

describe('the language of a member', () => {
  it('comes with the session that a link opens', async () => {
    const by = { actor: 'x', now: new Date() };
    await updateMember(at.bench.services.db, 'harbour', 'm-1-1', { language: 'id' }, by);
    const token = surveyToken(await invited());
    expect((await at.bench.call('/api/survey/session', { json: { token } })).body).toMatchObject({ language: 'id' });
  });
});

describe('changes after sending', () => {
  it('are told as unsent by their times, until they are sent too', async () => {
    const as = await openSurvey(surveyToken(await invited()));
    await draft(as, 0, { trust_1: 4 });
    at.bench.setNow(later(1));
    await submit(as);
    expect(await form(as)).toMatchObject({ unsent: false });
    at.bench.setNow(later(2));
    await draft(as, 1, { trust_1: 7 });
    expect(await form(as)).toMatchObject({ unsent: true, submission: { answers: { trust_1: 4 } } });
    at.bench.setNow(later(3));
    await submit(as, 'key-2');
    expect(await form(as)).toMatchObject({ unsent: false });
  });
});

describe('a submission', () => {
  it('is taken in the last millisecond of the wave, and not in the next', async () => {
    const token = surveyToken(await invited());
    const [one, two] = [await openSurvey(token), await openSurvey(token)];
    at.bench.setNow('2026-11-14T23:59:59.999Z');
    expect((await submit(one)).status).toBe(201);
    at.bench.setNow('2026-11-15T00:00:00.000Z');
    expect(problemOf(await submit(two, 'key-2'))).toBe('410 wave-closed');
    expect((await submit(one)).status).toBe(201);
    const { responses } = at.bench.services.db.tables;
    const rows = await at.bench.services.db.select().from(responses);
    const mine = rows.filter((row) => row.wave === '2026-Q4');
    expect(mine.map(({ member, answers }) => [member, answers.length])).toEqual([['m-1-1', pulse1.items.length]]);
  });
});

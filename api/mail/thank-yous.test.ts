import { describe, expect, it } from 'vitest';
import { cookieOf, problemOf } from '../testing/bench.ts';
import { surveyToken, tokenOf, wave, useMailBench } from '../testing/mail-bench.ts';

const { at, post, mailed, planned, openSurvey, submit } = useMailBench();

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
    at.bench.setNow('2027-11-01T00:00:00Z');
    const session = await at.bench.call('/api/survey/results-session', { json: { token } });
    expect(session.status).toBe(200);
    const mine = await at.bench.call('/api/survey/mine', { as: cookieOf(session) });
    expect(mine.body).toMatchObject({ handedOn: false, network: { slug: 'harbour' } });
    expect((mine.body as { waves: unknown[] }).waves).toHaveLength(3);
    expect(problemOf(await at.bench.call('/api/survey/session', { json: { token } }))).toBe('404 not-found');
  });
});

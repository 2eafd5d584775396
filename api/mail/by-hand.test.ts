import { listAudit } from '@rapport/db/audit';
import { describe, expect, it } from 'vitest';
import { agencies } from '../testing/agencies.ts';
import { cookieOf, openBench, problemOf } from '../testing/bench.ts';
import { ALL, answers, wave } from '../testing/mail-bench.ts';

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

import { describe, expect, it } from 'vitest';
import { ALL, address, recipients, wave, useMailBench } from '../testing/mail-bench.ts';
import { startMailServer } from '../testing/mail-server.ts';

const { at, post, mailed } = useMailBench();

describe('what cannot be delivered', () => {
  it('is shown to the lead with the server’s code, and tried again at another address', async () => {
    at.server.refusals.set(address('m-1-1'), { code: 550, reply: '5.1.1 No such user person-1-1@example.org here' });
    await post(`${wave}/invitations`);
    expect(recipients(await mailed())).toHaveLength(ALL - 1);
    const listed = async () =>
      (await at.bench.call(`${wave}/invitations`, { as: at.lead })).body as { mail: boolean; members: unknown[] };
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
    await at.bench.call('/api/networks/harbour/members/m-1-1', {
      method: 'PATCH',
      json: { email: 'right@example.org' },
      as: at.lead,
    });
    expect((await post(`${wave}/invitations`)).body).toMatchObject({ queued: 1 });
    expect(recipients(await mailed())).toEqual(['right@example.org']);
    expect((await listed()).members[0]).toMatchObject({ problem: null, mailed: '2026-11-01T10:00:00.000Z' });
  });

  it('for now is tried again later, with the same Message-ID', async () => {
    at.server.refusals.set(address('m-1-1'), { code: 450, reply: '4.2.0 Greylisted' });
    await post(`${wave}/invitations`, { members: ['m-1-1'] });
    expect(await mailed()).toEqual([]);
    at.server.refusals.clear();
    at.bench.setNow('2026-11-01T10:00:59Z');
    expect(await mailed()).toEqual([]);
    at.bench.setNow('2026-11-01T10:01:00Z');
    const [mail] = await mailed();
    const [job] = await at.bench.services.db.select().from(at.bench.services.db.tables.jobs);
    expect(mail?.messageId).toBe(`<${job?.job}@localhost>`);
    expect(job).toMatchObject({ attempts: 2, outcome: 'sent' });
  });

  it('because the mail server is away waits, and counts against no mail', async () => {
    await post(`${wave}/invitations`);
    await at.server.stop();
    for (let minute = 1; minute <= 30; minute += 1) {
      at.bench.setNow(new Date(Date.parse('2026-11-01T10:00:00Z') + minute * 60_000).toISOString());
      await mailed();
    }
    const { jobs } = at.bench.services.db.tables;
    const waiting = await at.bench.services.db.select().from(jobs);
    expect(waiting.filter(({ kind }) => kind === 'mail.invitation').every(({ attempts }) => attempts === 0)).toBe(true);
    const { mails, url } = at.server;
    at.server = await startMailServer({ port: Number(new URL(url).port) });
    at.server.mails.push(...mails);
    at.bench.setNow('2026-11-01T10:32:00Z');
    expect(await mailed()).toHaveLength(ALL);
  });
});

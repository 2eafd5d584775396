import { listAudit } from '@rapport/db/audit';
import { describe, expect, it } from 'vitest';
import { runHere } from '../testing/run-here.ts';
import { ALL, address, recipients, to, useMailBench, wave } from '../testing/mail-bench.ts';
import { returnedMail } from '../testing/returned-mail.ts';

const { at, post, mailed, planned } = useMailBench();

/** `rapport bounce` with a mail on its stdin. */
const bounce = (mail: string) =>
  runHere(['bounce'], {
    folder: at.bench.folder,
    environment: { DATABASE_URL: at.bench.services.config.databaseUrl },
    stdin: mail,
    now: at.bench.services.clock(),
  });

async function invited(member = 'm-1-1') {
  await post(`${wave}/invitations`);
  const { messageId } = to(await mailed(), member);
  return { messageId, to: address(member) };
}
const listed = async (member = 'm-1-1') => {
  const { body } = await at.bench.call(`${wave}/invitations`, { as: at.lead });
  return (body as { members: { member: string }[] }).members.find((one) => one.member === member);
};

describe('a mail that comes back later', () => {
  it('because the address is none ends mail to it, and the lead sees why', async () => {
    const mail = await invited();
    expect(await bounce(returnedMail(mail))).toEqual({
      status: 0,
      out: 'm-1-1 of harbour: 550 5.1.1; no more mail to this address\n',
      err: '',
    });
    expect(await listed()).toMatchObject({ problem: 'bounce', reason: '550 5.1.1', mailed: null });
    const notMailed = [{ member: 'm-1-1', reason: 'bounce' }];
    expect((await post(`${wave}/reminders`)).body).toEqual({ queued: ALL - 1, links: [], notMailed });
    const actions = (await listAudit(at.bench.services.db, 'harbour')).map(({ action, actor }) => [action, actor]);
    expect(actions).toContainEqual(['mail.bounce', 'mail']);
    expect((await bounce(returnedMail(mail))).err).toContain('noted before');
    const email = 'right@example.org';
    await at.bench.call('/api/networks/harbour/members/m-1-1', { method: 'PATCH', json: { email }, as: at.lead });
    expect((await post(`${wave}/invitations`)).body).toMatchObject({ queued: 1, notMailed: [] });
  });

  it('because the mailbox is full is shown beside it, may be sent again, and is reminded', async () => {
    const mail = await invited();
    const full = returnedMail({ ...mail, status: '5.2.2', diagnostic: 'smtp; 552 5.2.2 mailbox full' });
    expect((await bounce(full)).out).toBe('m-1-1 of harbour: 552 5.2.2; this mail did not arrive\n');
    expect(await listed()).toMatchObject({ problem: 'failed', reason: '552 5.2.2', mailed: null });
    expect(recipients(await planned('2026-11-04T09:00:00Z'))).toHaveLength(ALL);
    expect((await post(`${wave}/invitations`)).body).toMatchObject({ queued: 1 });
  });

  it('changes nothing while it is only late, of another address, made up, or no report at all', async () => {
    const mail = await invited();
    const reports = [
      [returnedMail({ ...mail, action: 'delayed', status: '4.4.1' }), 'nothing has failed for good yet'],
      [returnedMail({ ...mail, to: address('m-1-2') }), 'the address is not the member’s'],
      [returnedMail({ ...mail, messageId: '<made-up@localhost>' }), 'none of ours'],
      ['Subject: Out of office\n\nBack on Monday.\n', 'no delivery report'],
    ] as const;
    for (const [report, why] of reports) {
      const { status, out, err } = await bounce(report);
      expect([status, out]).toEqual([0, '']);
      expect(err).toContain(why);
    }
    expect(await listed()).toMatchObject({ problem: null, mailed: '2026-11-01T10:00:00.000Z' });
    expect(await bounce(' ')).toMatchObject({ status: 1, err: 'there is no mail on stdin\n' });
  });
});

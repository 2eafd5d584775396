import { listAudit } from '@rapport/db/audit';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../testing/bench.ts';
import { ALL, address, recipients, to, wave, useMailBench } from '../testing/mail-bench.ts';

const { at, post, mailed } = useMailBench();

describe('opting out', () => {
  it('takes one click from anywhere, and ends all mail until it is undone', async () => {
    await post(`${wave}/invitations`);
    const mail = to(await mailed(), 'm-1-1');
    expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const [, url = ''] = /^<(.+)>$/.exec(mail.headers['list-unsubscribe'] ?? '') ?? [];
    expect(mail.links).toContain(url);
    const path = `/api${new URL(url).pathname.slice('/s'.length)}`;
    expect((await at.bench.call(path)).body).toEqual({ network: 'Harbour network', language: 'en', optedOut: false });
    const click = await at.bench.call(path, {
      method: 'POST',
      raw: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([click.status, click.body]).toMatchObject([200, { optedOut: true }]);
    const notMailed = [{ member: 'm-1-1', reason: 'opt-out' }];
    expect((await post(`${wave}/reminders`)).body).toEqual({ queued: ALL - 1, links: [], notMailed });
    expect(recipients(await mailed())).not.toContain(address('m-1-1'));
    await at.bench.call(path, { method: 'DELETE' });
    expect((await post(`${wave}/reminders`)).body).toMatchObject({ queued: ALL });
    expect(problemOf(await at.bench.call('/api/opt-out/unknown', { method: 'POST' }))).toBe('404 not-found');
    const actions = (await listAudit(at.bench.services.db, 'harbour')).map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('mail.'))).toEqual(['mail.opt-out', 'mail.opt-in']);
  });
});

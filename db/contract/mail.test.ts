import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { keepAccessCode, tryAccessCode } from '../access-codes.ts';
import { listAudit } from '../audit.ts';
import { eraseMember } from '../erasure.ts';
import { NotFound } from '../errors.ts';
import {
  createInvitations,
  findSurveySession,
  listLinks,
  markOpened,
  openInvitation,
  startSurveySession,
} from '../invitations.ts';
import { failJob, finishJob, leaseJob, listWaveJobs, queueJobs } from '../jobs.ts';
import { createMailLinks, openMailLink } from '../mail-links.ts';
import { addMember, deleteMember, updateMember } from '../members.ts';
import { listRecipients, listSubmittersSince } from '../recipients.ts';
import { submitResponse, withdrawResponse } from '../responses.ts';
import type { Seat } from '../seat.ts';
import { optIn, optOut, recordBounce } from '../suppressions.ts';
import { memberActor, pseudonymOf } from '../pseudonyms.ts';
import { onEachEngine } from '../testing/engines.ts';
import { anInstrument, aSeat, at, aTokenHash, byLead, unique } from '../testing/factories.ts';
import { deleteWave, waveProgress } from '../waves.ts';

const { now } = byLead;
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const aJob = (seat: Partial<Seat>, kind: string) => ({ job: unique('job'), kind, payload: {}, runAt: now, ...seat });

onEachEngine((bench) => {
  const addSecond = (network: string) =>
    addMember(
      bench.db,
      network,
      { member: 'n', organisation: 'b', joined: '2026-01-01', email: 'n@example.org', language: 'id' },
      byLead,
    );

  test('recipients are those in the wave, with why not and whether they answered', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    const { network } = seat;
    await addSecond(network);
    await addMember(db, network, { member: 'later', organisation: 'b', joined: '2026-01-02' }, byLead);
    await addMember(
      db,
      network,
      { member: 'gone', organisation: 'b', joined: '2025-01-01', left: '2026-01-01' },
      byLead,
    );
    const plain = { organisation: 'a', name: null, language: null, email: null, suppressed: null, answered: false };
    const n = { ...plain, member: 'n', organisation: 'b', email: 'n@example.org', language: 'id' };
    expect(await listRecipients(db, network, 'w')).toEqual([{ ...plain, member: 'm' }, n]);

    await recordBounce(db, { network, member: 'n', address: 'n@example.org', reason: '550 5.1.1' }, byLead);
    const [bounced] = await listRecipients(db, network, 'w', 'n');
    expect(bounced?.suppressed).toEqual({ kind: 'bounce', reason: '550 5.1.1' });
    await updateMember(db, network, 'n', { email: 'new@example.org' }, byLead);
    expect(await listRecipients(db, network, 'w', 'n')).toEqual([{ ...n, email: 'new@example.org' }]);
    await Promise.all([optOut(db, network, 'n', byLead), optOut(db, network, 'n', byLead)]);
    expect((await listRecipients(db, network, 'w', 'n'))[0]?.suppressed).toEqual({ kind: 'opt-out', reason: null });
    await optIn(db, network, 'n', byLead);
    expect((await listRecipients(db, network, 'w', 'n'))[0]?.suppressed).toBeNull();

    const submission = { answers: { trust_1: 4 }, ties: {} };
    await submitResponse(db, seat, submission, { instrument: anInstrument(), key: 'k', now });
    expect((await listRecipients(db, network, 'w', 'm'))[0]?.answered).toBe(true);
    expect(await listSubmittersSince(db, network, 'w', now)).toEqual(['m']);
    expect(await listSubmittersSince(db, network, 'w', later(1))).toEqual([]);
    await withdrawResponse(db, seat, byLead);
    expect((await listRecipients(db, network, 'w', 'm'))[0]?.answered, 'not reminded after taking it back').toBe(true);
    expect(await listSubmittersSince(db, network, 'w', now)).toEqual([]);
    expect(await listRecipients(db, network, 'w', 'later')).toEqual([]);
  });

  test('links of mails open what they were made for, also after the wave', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    const [results, stop] = [aTokenHash(), aTokenHash()];
    const links = [
      { ...seat, tokenHash: results, purpose: 'results' as const },
      { ...seat, tokenHash: stop, purpose: 'opt-out' as const },
    ];
    await createMailLinks(db, links, now);
    expect(await openMailLink(db, results, 'results')).toEqual(seat);
    expect(await openMailLink(db, stop, 'opt-out')).toEqual(seat);
    await expect(openMailLink(db, stop, 'results')).rejects.toThrow(NotFound);
    await expect(openMailLink(db, results, 'opt-out')).rejects.toThrow(NotFound);
    await expect(openMailLink(db, aTokenHash(), 'results')).rejects.toThrow(NotFound);
  });

  test('an access code is right once, within its time and its tries', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    const session = { ...seat, tokenHash: aTokenHash(), handedOn: true, expiresAt: later(60) };
    await startSurveySession(db, session, now);
    const keep = (codeHash: string) =>
      keepAccessCode(db, { session: session.tokenHash, codeHash, triesLeft: 5, expiresAt: later(15) });
    const attempt = (codeHash: string, when = now) => tryAccessCode(db, session, codeHash, when);
    expect(await attempt('none kept')).toBe(false);
    await keep('right');
    const wrong = await Promise.all(Array.from({ length: 20 }, (_, i) => attempt(`wrong-${i}`)));
    expect(wrong).not.toContain(true);
    expect(await attempt('right'), 'after five tries').toBe(false);
    await keep('second');
    expect(await attempt('second', later(15)), 'after its time').toBe(false);
    expect((await findSurveySession(db, session.tokenHash, now))?.handedOn).toBe(true);
    const both = await Promise.all([attempt('second'), attempt('second')]);
    expect(both.filter(Boolean)).toHaveLength(1);
    expect((await findSurveySession(db, session.tokenHash, now))?.handedOn).toBe(false);
    const entries = (await listAudit(db, seat.network)).filter(({ action }) => action === 'session.confirm');
    const name = await pseudonymOf(db, seat.network, 'm');
    expect(entries).toMatchObject([{ subject: name, actor: memberActor(name) }]);
  });

  test('a link that a scanner fetched is not opened; a form that was read is', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    const tokenHash = aTokenHash();
    await createInvitations(db, seat.network, 'w', [{ member: 'm', tokenHash }], { ...byLead, handedOn: false });
    await openInvitation(db, tokenHash, now, { unread: true });
    expect((await waveProgress(db, seat.network, 'w'))[0]?.opened).toBe(false);
    const handed = { member: 'm', tokenHash: aTokenHash() };
    await createInvitations(db, seat.network, 'w', [handed], { ...byLead, now: later(1), handedOn: true });
    const links = await listLinks(db, seat.network, 'w');
    expect([...links]).toEqual([['m', { mailed: now, handedOn: later(1) }]]);
    await markOpened(db, seat, now);
    await markOpened(db, seat, now);
    expect((await waveProgress(db, seat.network, 'w'))[0]?.opened).toBe(true);
  });

  test('jobs are taken by kind, keep what came of them, and go with their wave and member', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    await addSecond(seat.network);
    const [one, other] = [unique('kind'), unique('kind')];
    const mark = { ...aJob({ network: seat.network, wave: 'w' }, one), doneAt: now };
    await queueJobs(db, [aJob(seat, one), aJob({ ...seat, member: 'n' }, other), mark], now);
    const lease = (kinds: string[]) => leaseJob(db, { worker: 'x', kinds, now, leaseUntil: later(5) });
    expect(await lease([unique('kind')])).toBeNull();
    const taken = await lease([one]);
    expect(taken).toMatchObject({ kind: one, ...seat });
    expect(await lease([one])).toBeNull();
    await finishJob(db, taken?.job ?? '', 'x', now, 'sent');
    const listed = (kinds: string[]) => listWaveJobs(db, seat.network, 'w', kinds);
    expect((await listed([one])).map(({ member, outcome }) => [member, outcome])).toEqual(
      expect.arrayContaining([
        ['m', 'sent'],
        [null, null],
      ]),
    );
    const again = await lease([other]);
    await failJob(db, again?.job ?? '', 'x', { error: 'away', retryAt: now, now, blameless: true });
    expect(await lease([other]), 'a blameless attempt does not count').toMatchObject({ attempts: 1 });
    await deleteMember(db, seat.network, 'n', byLead);
    expect(await listed([other])).toEqual([]);
    await eraseMember(db, seat.network, 'm', byLead);
    expect((await listed([one])).map(({ member }) => member)).toEqual([null]);
    await deleteWave(db, seat.network, 'w', byLead);
    const { jobs } = db.tables;
    expect(await db.select().from(jobs).where(eq(jobs.network, seat.network))).toEqual([]);
  });

  test('erasing takes the links of mails and their suppressions along', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    await createMailLinks(db, [{ ...seat, tokenHash: aTokenHash(), purpose: 'results' }], at('2026-01-15T00:00:00Z'));
    await optOut(db, seat.network, 'm', byLead);
    await eraseMember(db, seat.network, 'm', byLead);
    const { mailLinks, suppressions } = db.tables;
    for (const table of [mailLinks, suppressions])
      expect(await db.select().from(table).where(eq(table.network, seat.network))).toEqual([]);
  });
});

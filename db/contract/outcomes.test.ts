import type { Ledger, Release } from '@rapport/analytics/release';
import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { disableAccount, findAccount, findSession } from '../accounts.ts';
import { atomic } from '../atomic.ts';
import { listAudit, recordAudit, verifyAudit } from '../audit.ts';
import { listCustodians } from '../custodians.ts';
import { saveDraft } from '../drafts.ts';
import { eraseMember, findMembers } from '../erasure.ts';
import { Conflict, LastLead, NotFound } from '../errors.ts';
import { sha256 } from '../fingerprint.ts';
import { createInvitations, startSurveySession } from '../invitations.ts';
import { failJob, finishJob, leaseJob, queueJobs } from '../jobs.ts';
import { listMembers, updateMember } from '../members.ts';
import { readPanel } from '../panel.ts';
import { freezeRelease, frozenRelease, lastRelease, listReleases } from '../releases.ts';
import {
  getReport,
  listReports,
  listShares,
  openShare,
  publishReport,
  revokeShare,
  shareReport,
  withdrawReport,
} from '../reports.ts';
import { recordConsent, submitResponse } from '../responses.ts';
import { grantRole, listGrants, revokeRole, rolesIn } from '../roles.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork, anAccount, anInstrument, aSeat, aTokenHash, byLead, unique } from '../testing/factories.ts';
import { verifyReports } from '../verify-reports.ts';

const { now } = byLead;
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
// Only analytics makes a Release; to the database it is a document like any other.
const aRelease = (text: string) => ({ format: 'rapport-analysis/1', '10': 0.1 + 0.2, '9': text }) as unknown as Release;
const ledger: Ledger = { version: 1 } as Ledger;

onEachEngine((bench) => {
  test('releases are frozen in sequence, each with its hash', async () => {
    const { db } = bench;
    const { network } = await aSeat(db);
    const freeze = (sequence: number, text: string, audience: 'lead' | 'funder' = 'lead') =>
      freezeRelease(
        db,
        { network, audience, sequence, wave: 'w', release: aRelease(text), ledger, methodVersion: '1', erasures: 0 },
        byLead,
      );
    expect(await lastRelease(db, network, 'lead')).toBeNull();
    await freeze(1, 'one');
    await freeze(2, 'two');
    await freeze(1, 'for funders', 'funder');
    await expect(freeze(2, 'other')).rejects.toThrow(Conflict);
    const last = await lastRelease(db, network, 'lead');
    expect(last).toMatchObject({ sequence: 2, wave: 'w', release: aRelease('two'), ledger, createdAt: now });
    expect(last?.sha256).toBe(sha256(JSON.stringify(last?.release)));
    expect(await frozenRelease(db, network, 'funder', 'w')).toMatchObject({ release: aRelease('for funders') });
    expect(await frozenRelease(db, network, 'lead', 'none')).toBeNull();
    expect((await listReleases(db, network, 'lead')).map((row) => row.sequence)).toEqual([1, 2]);
    const raced = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => freeze(3, String(i))));
    expect(raced.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  test('reports: numbered, frozen byte for byte, withdrawn with a note', async () => {
    const { db } = bench;
    const { network } = await aSeat(db);
    const document = '{"b": 1,  "a":\t0.30000000000000004, "é": "\\u0000"}';
    const report = await publishReport(db, network, { report: 'r1', wave: 'w', document }, byLead);
    expect(report).toMatchObject({ number: 1, document, publishedBy: byLead.actor, withdrawnAt: null });
    // From coreutils: printf '{"b": 1,  "a":\t0.30000000000000004, "é": "\\u0000"}' | sha256sum
    expect(report.sha256).toBe('9d66e09ec468688b3d0d88699bf55880bca281928d4dbb896faa9c3dd84b1e50');
    const correction = { report: 'r2', wave: 'w', document: '{}', replaces: 'r1' };
    expect((await publishReport(db, network, correction, byLead)).number).toBe(2);
    await expect(publishReport(db, network, correction, byLead)).rejects.toThrow(Conflict);
    const stray = publishReport(db, network, { ...correction, report: 'r3', replaces: 'none' }, byLead);
    await expect(stray).rejects.toThrow(NotFound);
    await withdrawReport(db, network, 'r1', 'A wrong wave.', byLead);
    await expect(withdrawReport(db, network, 'r1', 'again', byLead)).rejects.toThrow(NotFound);
    expect(await getReport(db, network, 'r1')).toMatchObject({
      document,
      withdrawnNote: 'A wrong wave.',
      withdrawnAt: now,
    });
    expect((await listReports(db, [network])).map((row) => row.report)).toEqual(['r2', 'r1']);
    expect(await listReports(db, [])).toEqual([]);
    await expect(getReport(db, network, 'r3')).rejects.toThrow(NotFound);
  });

  test('a report whose bytes or hash were touched in the database is found', async () => {
    const { db } = bench;
    const { network } = await aSeat(db);
    for (const report of ['whole', 'altered', 'forged'])
      await publishReport(db, network, { report, wave: 'w', document: `{"report":"${report}"}` }, byLead);
    const faults = async () =>
      Object.fromEntries(
        (await verifyReports(db))
          .filter((check) => check.network === network)
          .map(({ report, fault }) => [report, fault]),
      );
    expect(await faults()).toEqual({ whole: null, altered: null, forged: null });
    const { reports } = db.tables;
    const touch = (report: string, values: { document: string; sha256?: string }) =>
      atomic(db, (tx) => [
        tx
          .update(reports)
          .set(values)
          .where(and(eq(reports.network, network), eq(reports.report, report))),
      ]);
    await touch('altered', { document: '{}' });
    await touch('forged', { document: '[]', sha256: sha256('[]') });
    await withdrawReport(db, network, 'whole', null, byLead);
    expect(await faults()).toEqual({ whole: null, altered: 'altered', forged: 'unrecorded' });
  });

  test('reports published at once get one number each', async () => {
    const { db } = bench;
    const { network } = await aSeat(db);
    const ids = Array.from({ length: 12 }, (_, i) => `r${i}`);
    const made = await Promise.all(
      ids.map((report) => publishReport(db, network, { report, wave: 'w', document: report }, byLead)),
    );
    expect(made.map((report) => report.number).sort((a, b) => a - b)).toEqual(ids.map((_, i) => i + 1));
    await expect(publishReport(db, 'none', { report: 'r', wave: 'w', document: '' }, byLead)).rejects.toThrow(NotFound);
  });

  test('shares: counted, expiring, revocable', async () => {
    const { db } = bench;
    const { network } = await aSeat(db);
    await publishReport(db, network, { report: 'r', wave: 'w', document: '{}' }, byLead);
    const [open, brief] = [aTokenHash(), aTokenHash()];
    await shareReport(db, network, 'r', { share: 's1', tokenHash: open }, byLead);
    await shareReport(db, network, 'r', { share: 's2', tokenHash: brief, expiresAt: later(10) }, byLead);
    await expect(shareReport(db, network, 'none', { share: 's', tokenHash: aTokenHash() }, byLead)).rejects.toThrow(
      NotFound,
    );
    for (const tokenHash of [open, open, brief])
      expect((await openShare(db, tokenHash, later(5))).report).toMatchObject({ network, report: 'r' });
    await expect(openShare(db, brief, later(10))).rejects.toThrow(NotFound);
    await expect(openShare(db, aTokenHash(), now)).rejects.toThrow(NotFound);
    await revokeShare(db, network, 'r', 's1', byLead);
    await revokeShare(db, network, 'r', 's1', { ...byLead, now: later(60) });
    await expect(openShare(db, open, now)).rejects.toThrow(NotFound);
    await expect(revokeShare(db, network, 'r', 'none', byLead)).rejects.toThrow(NotFound);
    const shares = await listShares(db, network, 'r');
    expect(shares.find((share) => share.share === 's1')).toMatchObject({ views: 2, revokedAt: now });
    expect(shares.find((share) => share.share === 's2')).toMatchObject({ views: 1, expiresAt: later(10) });
    expect(shares.some((share) => 'tokenHash' in share || 'passphraseHash' in share)).toBe(false);
    await withdrawReport(db, network, 'r', null, byLead);
    await expect(shareReport(db, network, 'r', { share: 's3', tokenHash: aTokenHash() }, byLead)).rejects.toThrow(
      NotFound,
    );
  });

  test('the audit chain holds over entries made at once, and shows what was tampered with', async () => {
    const { db } = bench;
    const { audit } = db.tables;
    const chain = await aNetwork(db);
    const view = (i: number) => ({ action: 'panel.view', subject: `é-${i}`, detail: { i, '2': 'b', '1': null } });
    await Promise.all(Array.from({ length: 40 }, (_, i) => recordAudit(db, chain, view(i), byLead)));
    const entries = await listAudit(db, chain);
    expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 41 }, (_, i) => i + 1));
    expect(await verifyAudit(db, chain)).toEqual({ entries: 41, broken: null });
    // The first hash by hand: SHA-256 over 64 zeros and the entry's JSON.
    const payload = JSON.stringify([now.toISOString(), byLead.actor, 'network.add', chain, {}]);
    expect(entries[0]).toMatchObject({ previous: '0'.repeat(64), hash: sha256('0'.repeat(64) + payload) });
    expect(await verifyAudit(db, unique('no-chain'))).toEqual({ entries: 0, broken: null });

    const entry = (seq: number) => and(eq(audit.chain, chain), eq(audit.seq, seq));
    const rewrite = (subject: string) => db.update(audit).set({ subject }).where(entry(7)).returning();
    await rewrite('forged');
    expect(await verifyAudit(db, chain)).toEqual({ entries: 6, broken: 7 });
    await rewrite(entries[6]?.subject ?? '');
    expect((await verifyAudit(db, chain)).broken).toBeNull();
    await db.delete(audit).where(entry(41)).returning();
    expect(await verifyAudit(db, chain)).toEqual({ entries: 40, broken: 41 });
    await db.delete(audit).where(entry(7)).returning();
    expect(await verifyAudit(db, chain)).toEqual({ entries: 6, broken: 7 });
  });

  test('roles: per network, granted once, taken back; a disabled account has no session', async () => {
    const { db } = bench;
    const [network, other] = [await aNetwork(db), await aNetwork(db)];
    const email = `${unique('Mixed.Case')}@Example.org`;
    const id = await anAccount(db, email);
    for (const role of ['viewer', 'lead', 'viewer'] as const) await grantRole(db, id, network, role, byLead);
    expect(await rolesIn(db, id, network)).toEqual(['lead', 'viewer']);
    expect(await rolesIn(db, id, other)).toEqual([]);
    expect(await listGrants(db, network)).toMatchObject([{ userId: id, role: 'lead' }, { role: 'viewer' }]);
    await expect(grantRole(db, id, 'none', 'lead', byLead)).rejects.toThrow(NotFound);
    await grantRole(db, id, other, 'custodian', byLead);
    expect(await listCustodians(db, other, '2026-01-01')).toEqual(['Someone']);
    expect(await listCustodians(db, network, '2026-01-01')).toEqual([]);
    await expect(revokeRole(db, id, network, 'lead', byLead)).rejects.toThrow(LastLead);
    await grantRole(db, await anAccount(db), network, 'lead', byLead);
    await revokeRole(db, id, network, 'lead', byLead);
    await expect(revokeRole(db, id, network, 'lead', byLead)).rejects.toThrow(NotFound);
    expect(await rolesIn(db, id, network)).toEqual(['viewer']);
    expect((await findAccount(db, email.toLowerCase()))?.id).toBe(id);
    expect(await findAccount(db, 'nobody@example.org')).toBeNull();

    const { session } = db.tables;
    const token = aTokenHash();
    const row = { id: token, token, userId: id, expiresAt: later(60), createdAt: now, updatedAt: now };
    await atomic(db, (tx) => [tx.insert(session).values(row)]);
    expect(await findSession(db, token, now)).toEqual({ userId: id, email, name: 'Someone', expiresAt: later(60) });
    expect(await findSession(db, token, later(60))).toBeNull();
    await disableAccount(db, id, byLead);
    expect(await findSession(db, token, now)).toBeNull();
    await atomic(db, (tx) => [tx.insert(session).values(row)]);
    expect(await findSession(db, token, now)).toBeNull();
  });

  test('jobs: queued once, leased to one worker, free again when the lease runs out', async () => {
    const { db } = bench;
    const key = unique('key');
    const [a, b] = [unique('job'), unique('job')];
    const job = (id: string, runAt: Date, uniqueKey?: string) => ({
      job: id,
      kind: 'mail',
      payload: { to: 'm' },
      runAt,
      uniqueKey,
    });
    expect(await queueJobs(db, [job(a, later(2), key), job(b, later(1)), job(unique('j'), now, key)], now)).toBe(2);
    const lease = (worker: string, minute: number) =>
      leaseJob(db, { worker, now: later(minute), leaseUntil: later(minute + 5) });
    expect(await lease('w1', 0)).toBeNull();
    const taken = await Promise.all(['w1', 'w2', 'w3', 'w4'].map((worker) => lease(worker, 2)));
    expect(taken.flatMap((row) => (row ? [row.job] : [])).sort()).toEqual([a, b].sort());
    const workerOf = (id: string) => taken.find((row) => row?.job === id)?.leasedBy ?? '';
    await finishJob(db, b, workerOf(b), later(3));
    await expect(finishJob(db, b, workerOf(b), later(3))).rejects.toThrow(Conflict);
    expect(await lease('w5', 6)).toBeNull();
    expect(await lease('w5', 7)).toMatchObject({ job: a, attempts: 2, leasedBy: 'w5', payload: { to: 'm' } });
    await expect(finishJob(db, a, workerOf(a), later(8))).rejects.toThrow(Conflict);
    await failJob(db, a, 'w5', { error: 'refused', retryAt: later(20), now: later(8) });
    expect(await lease('w6', 19)).toBeNull();
    expect(await lease('w6', 20)).toMatchObject({ job: a, attempts: 3, lastError: 'refused' });
    await failJob(db, a, 'w6', { error: 'gone', retryAt: null, now: later(21) });
    expect(await lease('w7', 1000)).toBeNull();
  });

  test('erasing leaves no answer, draft, link, name or address; the bare membership and the reports stay', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    const { network } = seat;
    await updateMember(
      db,
      network,
      'm',
      { name: 'Zoë', email: 'Zoe@example.org', language: 'id', person: 'p' },
      byLead,
    );
    expect(await findMembers(db, 'zoe@EXAMPLE.org')).toEqual([{ network, member: 'm' }]);
    const tokenHash = aTokenHash();
    await createInvitations(db, network, 'w', [{ member: 'm', tokenHash }], { ...byLead, handedOn: true });
    await startSurveySession(db, { ...seat, tokenHash, handedOn: true, expiresAt: later(60) }, now);
    await saveDraft(db, seat, { seen: 0, body: {}, now });
    await recordConsent(db, seat, { textVersion: '1', language: 'id', now });
    const instrument = anInstrument();
    await submitResponse(db, seat, { answers: { trust_1: 4 }, ties: {} }, { instrument, key: 'k', now });
    await publishReport(db, network, { report: 'r', wave: 'w', document: '{}' }, byLead);

    await eraseMember(db, network, 'm', byLead);
    const { responses, drafts, invitations, surveySessions, submissionKeys, consents } = db.tables;
    for (const table of [responses, drafts, invitations, surveySessions, submissionKeys, consents])
      expect(await db.select().from(table).where(eq(table.network, network))).toEqual([]);
    const nobody = { name: null, email: null, language: null, person: null, pseudonym: null };
    expect(await listMembers(db, network)).toMatchObject([
      { ...nobody, member: expect.stringMatching(/^erased-/), joined: '2025-01-01', left: '2026-01-15' },
    ]);
    expect((await readPanel(db, network)).panel.answers).toEqual([]);
    expect(await findMembers(db, 'zoe@example.org')).toEqual([]);
    expect((await getReport(db, network, 'r')).document).toBe('{}');
    expect(JSON.stringify(await listAudit(db, network))).not.toMatch(/zo[eë]|"m"|:m"/i);
    await expect(eraseMember(db, network, 'm', byLead)).rejects.toThrow(NotFound);
    await expect(eraseMember(db, network, 'none', byLead)).rejects.toThrow(NotFound);
  });
});

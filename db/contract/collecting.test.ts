import { expect, test } from 'vitest';
import { listAudit } from '../audit.ts';
import { readDraft, saveDraft } from '../drafts.ts';
import { InUse, NotFound, NotInWave, WaveClosed } from '../errors.ts';
import { addGoal } from '../goals.ts';
import { createInvitations, findSurveySession, openInvitation, startSurveySession } from '../invitations.ts';
import { addMember, updateMember } from '../members.ts';
import { addOrganisation, updateOrganisation } from '../organisations.ts';
import { readOwnRecord } from '../own-record.ts';
import { readPanel } from '../panel.ts';
import { listOwnResponses, recordConsent, submitResponse } from '../responses.ts';
import type { Seat } from '../seat.ts';
import { readSurvey } from '../survey.ts';
import { pseudonymOf } from '../pseudonyms.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork, anInstrument, aSeat, at, aTokenHash, byLead } from '../testing/factories.ts';
import { addWave, closeWave, countProgress, deleteWave, waveProgress } from '../waves.ts';

const { now } = byLead;
const instrument = anInstrument();
const answer = (value: number) => ({ answers: { trust_1: value }, ties: { b: { mode: 2 } } });

onEachEngine((bench) => {
  const submit = (seat: Seat, value: number, key: string, when = now) =>
    submitResponse(bench.db, seat, answer(value), { instrument, key, now: when });

  test('invitations: known by the hash, never consumed, closed with their wave', async () => {
    const seat = await aSeat(bench.db);
    const [mailed, handed] = [aTokenHash(), aTokenHash()];
    const invite = (tokenHash: string, handedOn: boolean, member = 'm') =>
      createInvitations(bench.db, seat.network, 'w', [{ member, tokenHash }], { ...byLead, handedOn });
    await invite(mailed, false);
    await invite(handed, true);
    for (const when of [now, at('2026-01-16T00:00:00Z')]) {
      expect(await openInvitation(bench.db, mailed, when)).toEqual({ ...seat, tokenHash: mailed, handedOn: false });
      expect(await openInvitation(bench.db, handed, when)).toMatchObject({ handedOn: true });
    }
    await expect(openInvitation(bench.db, aTokenHash(), now)).rejects.toThrow(NotFound);
    await expect(invite(aTokenHash(), false, 'none')).rejects.toThrow(NotInWave);
    const entries = (await listAudit(bench.db, seat.network)).filter((entry) => entry.action.startsWith('invitation'));
    expect(entries).toMatchObject([
      { action: 'invitation.hand-on', subject: await pseudonymOf(bench.db, seat.network, 'm'), detail: { wave: 'w' } },
    ]);
    const over = await openInvitation(bench.db, mailed, at('2026-02-01T00:00:00Z')).catch((error: unknown) => error);
    expect(over).toMatchObject({ name: 'WaveClosed', closed: at('2026-02-01T00:00:00Z') });
    await closeWave(bench.db, seat.network, 'w', byLead);
    await expect(openInvitation(bench.db, mailed, now)).rejects.toThrow(WaveClosed);
    await expect(invite(aTokenHash(), false)).rejects.toThrow(WaveClosed);
  });

  test('survey sessions last until they expire', async () => {
    const seat = await aSeat(bench.db);
    const session = { ...seat, tokenHash: aTokenHash(), handedOn: true, expiresAt: at('2026-02-01T00:00:00Z') };
    await startSurveySession(bench.db, session, now);
    expect(await findSurveySession(bench.db, session.tokenHash, now)).toEqual(session);
    expect(await findSurveySession(bench.db, session.tokenHash, at('2026-02-01T00:00:00.001Z'))).toBeNull();
    expect(await findSurveySession(bench.db, aTokenHash(), now)).toBeNull();
  });

  test('progress counts those in the wave by how far they have come', async () => {
    const seat = await aSeat(bench.db);
    for (const [member, joined, left] of [
      ['opened', '2025-01-01', null],
      ['drafted', '2026-01-01', null],
      ['idle', '2025-01-01', '2026-01-02'],
      ['later', '2026-01-02', null],
      ['gone', '2025-01-01', '2026-01-01'],
    ] as const)
      await addMember(bench.db, seat.network, { member, organisation: 'b', joined, left }, byLead);
    const tokens = ['m', 'opened', 'drafted'].map((member) => ({ member, tokenHash: aTokenHash() }));
    await createInvitations(bench.db, seat.network, 'w', tokens, { ...byLead, handedOn: false });
    for (const { tokenHash } of tokens) await openInvitation(bench.db, tokenHash, now);
    await saveDraft(bench.db, { ...seat, member: 'drafted' }, { seen: 0, body: {}, now });
    await submit(seat, 4, 'k');
    const rows = await waveProgress(bench.db, seat.network, 'w');
    expect(rows.map((row) => row.member)).toEqual(['m', 'opened', 'drafted', 'idle']);
    expect(countProgress(rows)).toEqual({ eligible: 4, invited: 3, opened: 3, started: 2, submitted: 1 });
    await expect(waveProgress(bench.db, seat.network, 'none')).rejects.toThrow(NotFound);
  });

  test('a wave without answers can be deleted with its invitations and drafts', async () => {
    const seat = await aSeat(bench.db);
    const tokenHash = aTokenHash();
    await createInvitations(bench.db, seat.network, 'w', [{ member: 'm', tokenHash }], { ...byLead, handedOn: false });
    await saveDraft(bench.db, seat, { seen: 0, body: {}, now });
    await deleteWave(bench.db, seat.network, 'w', byLead);
    expect(await readDraft(bench.db, seat)).toBeNull();
    await expect(openInvitation(bench.db, tokenHash, now)).rejects.toThrow(NotFound);
  });

  test('the survey has what the form needs and nothing of others', async () => {
    const seat = await aSeat(bench.db);
    const { network } = seat;
    await addOrganisation(bench.db, network, { organisation: 'gone', name: 'Gone', joined: '2025-01-01' }, byLead);
    await updateOrganisation(bench.db, network, 'gone', { left: '2026-01-01' }, byLead);
    await addOrganisation(bench.db, network, { organisation: 'late', name: 'Late', joined: '2026-01-02' }, byLead);
    await addMember(bench.db, network, { member: 'other', organisation: 'b', joined: '2025-01-01' }, byLead);
    for (const [from, text] of [
      ['2025-01-01', 'Old'],
      ['2025-06-01', 'One'],
      ['2025-06-01', 'Two'],
      ['2026-06-01', 'Later'],
    ] as const)
      await addGoal(bench.db, network, { from, text }, byLead);
    for (const [wave, opens] of [
      ['older', '2025-03-01'],
      ['old', '2025-06-01'],
      ['newer', '2026-05-01'],
    ] as const)
      await addWave(bench.db, network, { wave, label: wave, opens, closes: opens }, byLead);
    await submit({ ...seat, wave: 'older' }, 1, 'k', at('2025-03-01T12:00:00Z'));
    const rating = (mode: number, key: string, member = 'm', wave = 'old', when = at('2025-06-01T12:00:00Z')) =>
      submitResponse(
        bench.db,
        { network, wave, member },
        { answers: {}, ties: { b: { mode } } },
        { instrument, key, now: when },
      );
    await rating(3, 'k');
    await rating(0, 'k', 'other');
    await rating(1, 'k', 'm', 'newer', at('2026-05-01T12:00:00Z'));
    await saveDraft(bench.db, seat, { seen: 0, body: answer(2), now });

    const survey = await readSurvey(bench.db, seat);
    expect(survey).toMatchObject({
      network: { slug: network },
      wave: { wave: 'w' },
      member: { member: 'm' },
      instrument,
    });
    expect(survey.organisations.map((row) => row.organisation)).toEqual(['b']);
    expect(survey.goals.map((goal) => goal.text)).toEqual(['One', 'Two']);
    expect(survey.previousTies).toEqual({ b: { mode: 3 } });
    expect(survey.draft).toMatchObject({ version: 1, body: answer(2) });
    expect(survey.response).toBeNull();
    await expect(readSurvey(bench.db, { ...seat, member: 'none' })).rejects.toThrow(NotFound);
    const own = await listOwnResponses(bench.db, network, 'm');
    expect(own.map(({ wave }) => wave)).toEqual(['older', 'old', 'newer']);
  });

  test('a member takes along what is stored of them, and nothing of others', async () => {
    const seat = await aSeat(bench.db);
    const { network } = seat;
    await addMember(bench.db, network, { member: 'other', organisation: 'b', joined: '2025-01-01' }, byLead);
    await submit(seat, 4, 'k');
    await submit({ ...seat, member: 'other' }, 7, 'k');
    await saveDraft(bench.db, seat, { seen: 0, body: answer(3), now });
    await recordConsent(bench.db, seat, { textVersion: '1', language: 'id', now });
    expect(await readOwnRecord(bench.db, network, 'm')).toEqual({
      member: {
        member: 'm',
        organisation: 'a',
        name: null,
        email: null,
        language: null,
        joined: '2025-01-01',
        left: null,
      },
      responses: [{ wave: 'w', submitted: now, submission: { ...answer(4), texts: {}, carried: [] } }],
      drafts: [{ wave: 'w', updated: now, body: answer(3) }],
      consents: [{ wave: 'w', textVersion: '1', language: 'id', consented: now }],
      mailStopped: [],
      mails: [],
      links: [],
    });
    const nothing = { responses: [], drafts: [], consents: [], mailStopped: [], mails: [], links: [] };
    const nobody = { member: null, ...nothing };
    expect(await readOwnRecord(bench.db, network, 'none')).toEqual(nobody);
  });

  test('consent is recorded once, and an answered membership stays around its wave', async () => {
    const seat = await aSeat(bench.db);
    const consent = { textVersion: '1', language: 'id', now };
    await recordConsent(bench.db, seat, consent);
    await recordConsent(bench.db, seat, { ...consent, language: 'en', now: at('2026-01-16T00:00:00Z') });
    const rows = await bench.db.select().from(bench.db.tables.consents);
    expect(rows.filter((row) => row.network === seat.network)).toMatchObject([{ language: 'id', consentedAt: now }]);
    await submit(seat, 4, 'k');
    await expect(updateMember(bench.db, seat.network, 'm', { left: '2026-01-01' }, byLead)).rejects.toThrow(InUse);
  });

  test('an empty network has a panel', async () => {
    const slug = await aNetwork(bench.db);
    const { panel } = await readPanel(bench.db, slug);
    expect(panel).toMatchObject({ network: { slug, format: 'rapport-panel/1' }, members: [], answers: [], goals: [] });
    expect(panel.instruments).toEqual([anInstrument()]);
  });
});

import { expect, test } from 'vitest';
import { listAudit } from '../audit.ts';
import { readDraft, saveDraft } from '../drafts.ts';
import { DraftBehind, InUse, KeyReused, NotFound, NotInWave, WaveClosed, WaveNotOpen } from '../errors.ts';
import { addGoal } from '../goals.ts';
import { createInvitations, findSurveySession, openInvitation, startSurveySession } from '../invitations.ts';
import { addMember, updateMember } from '../members.ts';
import { addOrganisation, updateOrganisation } from '../organisations.ts';
import { readOwnRecord } from '../own-record.ts';
import { readPanel, readRevision } from '../panel.ts';
import { listOwnResponses, readResponse, recordConsent, submitResponse, withdrawResponse } from '../responses.ts';
import type { Seat } from '../seat.ts';
import { readSurvey } from '../survey.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork, anInstrument, aSeat, at, aTokenHash, byLead } from '../testing/factories.ts';
import { addWave, closeWave, countProgress, deleteWave, getWave, updateWave, waveProgress } from '../waves.ts';

const { now } = byLead;
const instrument = anInstrument();
const answer = (value: number) => ({ answers: { trust_1: value }, ties: { b: { mode: 2 } } });
const countOf = <T>(values: readonly T[], like: (value: T) => boolean) => values.filter(like).length;

onEachEngine((bench) => {
  const submit = (seat: Seat, value: number, key: string, when = now) =>
    submitResponse(bench.db, seat, answer(value), { instrument, key, now: when });
  const stored = async (seat: Seat) => (await readResponse(bench.db, seat))?.submission;

  test('a submission is stored with its order, revision and audit', async () => {
    const seat = await aSeat(bench.db);
    const before = await readRevision(bench.db, seat.network);
    const submission = {
      answers: { goals_1: 3, trust_1: 7 },
      ties: { b: { mode: 0 } },
      texts: { more: 'Thanks' },
      carried: ['b'],
    };
    const reply = await submitResponse(bench.db, seat, submission, { instrument, key: 'k', now });
    expect(reply).toEqual({ submitted: '2026-01-15T12:00:00.000Z' });
    expect(await readResponse(bench.db, seat)).toEqual({ submission, submittedAt: now });
    const { panel, revision } = await readPanel(bench.db, seat.network);
    const key = { wave: 'w', member: 'm' };
    expect(panel.answers).toEqual([
      { ...key, item: 'trust_1', value: 7 },
      { ...key, item: 'goals_1', value: 3 },
    ]);
    expect(panel.ties).toEqual([{ ...key, organisation: 'b', question: 'mode', value: 0, carried: true }]);
    expect(panel.texts).toEqual([{ ...key, question: 'more', text: 'Thanks' }]);
    expect(revision).toBe(before + 1);
    const last = (await listAudit(bench.db, seat.network)).at(-1);
    expect(last).toMatchObject({ action: 'response.submit', actor: 'member:m', subject: 'w', detail: {} });
  });

  test('the same key again gives the first reply and writes nothing, also after the close', async () => {
    const seat = await aSeat(bench.db);
    const first = await submit(seat, 4, 'k');
    const revision = await readRevision(bench.db, seat.network);
    expect(await submit(seat, 4, 'k', at('2026-01-16T00:00:00Z'))).toEqual(first);
    expect(await submit(seat, 4, 'k', at('2026-03-01T00:00:00Z'))).toEqual(first);
    expect(await readRevision(bench.db, seat.network)).toBe(revision);
    await expect(submit(seat, 5, 'k')).rejects.toThrow(KeyReused);
    expect(await stored(seat)).toMatchObject({ answers: { trust_1: 4 } });
  });

  test('another key replaces the submission; another member may use the same key', async () => {
    const seat = await aSeat(bench.db);
    await addMember(bench.db, seat.network, { member: 'n', organisation: 'a', joined: '2025-01-01' }, byLead);
    await submit(seat, 4, 'k');
    await submit({ ...seat, member: 'n' }, 2, 'k');
    await submit(seat, 5, 'l');
    expect(await stored(seat)).toMatchObject({ answers: { trust_1: 5 } });
    expect((await readPanel(bench.db, seat.network)).panel.answers).toHaveLength(2);
  });

  test('100 identical submissions at once make one row and get one reply', async () => {
    const seat = await aSeat(bench.db);
    const before = await readRevision(bench.db, seat.network);
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, i) => submit(seat, 4, 'k', new Date(now.getTime() + i))),
    );
    expect(new Set(replies.map((reply) => reply.submitted)).size).toBe(1);
    expect(await readRevision(bench.db, seat.network)).toBe(before + 1);
    const entries = await listAudit(bench.db, seat.network);
    expect(countOf(entries, (entry) => entry.action === 'response.submit')).toBe(1);
  });

  test('answers are taken from the first day to the end of the last in the network’s zone, from those in the wave', async () => {
    const seat = await aSeat(bench.db, { timezone: 'Asia/Jakarta' });
    await expect(submit(seat, 4, 'a', at('2025-12-31T16:59:59.999Z'))).rejects.toThrow(WaveNotOpen);
    await submit(seat, 4, 'b', at('2025-12-31T17:00:00Z'));
    await submit(seat, 5, 'c', at('2026-01-31T16:59:59.999Z'));
    const late = await submit(seat, 6, 'd', at('2026-01-31T17:00:00Z')).catch((error: unknown) => error);
    expect(late).toBeInstanceOf(WaveClosed);
    expect(late).toMatchObject({ closed: at('2026-01-31T17:00:00Z'), closes: '2026-01-31' });
    expect(await stored(seat)).toMatchObject({ answers: { trust_1: 5 } });

    await addMember(bench.db, seat.network, { member: 'late', organisation: 'a', joined: '2026-01-02' }, byLead);
    await expect(submit({ ...seat, member: 'late' }, 4, 'e')).rejects.toThrow(NotInWave);
    await expect(submit({ ...seat, member: 'none' }, 4, 'f')).rejects.toThrow(NotFound);
    await expect(submit({ ...seat, wave: 'none' }, 4, 'g')).rejects.toThrow(NotFound);
    await expect(submit({ ...seat, network: 'none' }, 4, 'h')).rejects.toThrow(NotFound);
  });

  test('closing stores its instant once, and nothing comes in after it', async () => {
    const seat = await aSeat(bench.db);
    const close = (when: string) => closeWave(bench.db, seat.network, 'w', { ...byLead, now: at(when) });
    await expect(close('2025-12-31T00:00:00Z')).rejects.toThrow(WaveNotOpen);
    expect(await close('2026-01-15T12:00:00Z')).toEqual(now);
    expect(await close('2026-01-20T00:00:00Z')).toEqual(now);
    await expect(submit(seat, 4, 'k', at('2026-01-15T12:00:01Z'))).rejects.toThrow(WaveClosed);
    await expect(saveDraft(bench.db, seat, { seen: 0, body: {}, now })).rejects.toThrow(WaveClosed);
    await expect(updateWave(bench.db, seat.network, 'w', { closes: '2026-02-20' }, byLead)).rejects.toThrow('closed');
    const entries = await listAudit(bench.db, seat.network);
    expect(countOf(entries, (entry) => entry.action === 'wave.close')).toBe(1);
    await expect(closeWave(bench.db, seat.network, 'none', byLead)).rejects.toThrow(NotFound);
  });

  test('of many closes at once one counts, and all give its instant', async () => {
    const seat = await aSeat(bench.db);
    const closes = Array.from({ length: 20 }, (_, i) =>
      closeWave(bench.db, seat.network, 'w', { ...byLead, now: new Date(now.getTime() + i) }),
    );
    const instants = (await Promise.all(closes)).map((instant) => instant.getTime());
    expect(new Set(instants).size).toBe(1);
    expect((await getWave(bench.db, seat.network, 'w')).closedAt?.getTime()).toBe(instants[0]);
    const entries = await listAudit(bench.db, seat.network);
    expect(countOf(entries, (entry) => entry.action === 'wave.close')).toBe(1);
  });

  test('a wave whose last day is over closed at the end of it, whenever that is noticed', async () => {
    const seat = await aSeat(bench.db, { timezone: 'America/New_York' });
    const late = { ...byLead, now: at('2026-04-01T00:00:00Z') };
    expect(await closeWave(bench.db, seat.network, 'w', late)).toEqual(at('2026-02-01T05:00:00Z'));
    expect((await getWave(bench.db, seat.network, 'w')).closedAt).toEqual(at('2026-02-01T05:00:00Z'));
  });

  test('submissions that race a close are either acknowledged and stored, or refused', async () => {
    const seat = await aSeat(bench.db);
    const members = Array.from({ length: 30 }, (_, i) => `r${i}`);
    for (const member of members)
      await addMember(bench.db, seat.network, { member, organisation: 'a', joined: '2025-01-01' }, byLead);
    const attempts = members.map((member, i) =>
      i === 15
        ? closeWave(bench.db, seat.network, 'w', byLead).then(() => 'closed')
        : submit({ ...seat, member }, 4, 'k').then(
            () => member,
            (error: unknown) => (error instanceof WaveClosed ? 'refused' : Promise.reject(error)),
          ),
    );
    const acknowledged = (await Promise.all(attempts)).filter(
      (outcome) => outcome.startsWith('r') && outcome !== 'refused',
    );
    const { panel } = await readPanel(bench.db, seat.network);
    expect(panel.answers.map((row) => row.member).sort()).toEqual(acknowledged.sort());
    const entries = await listAudit(bench.db, seat.network);
    const closedAt = entries.findIndex((entry) => entry.action === 'wave.close');
    expect(entries.slice(closedAt).filter((entry) => entry.action === 'response.submit')).toEqual([]);
  });

  test('drafts: each save names the version it saw, and the slower device is told', async () => {
    const seat = await aSeat(bench.db);
    const save = (seen: number, value: number) =>
      saveDraft(bench.db, seat, { seen, body: { answers: { trust_1: value }, ticked: ['b'] }, writtenBy: 's1', now });
    expect(await readDraft(bench.db, seat)).toBeNull();
    expect(await save(0, 1)).toBe(1);
    expect(await save(1, 2)).toBe(2);
    for (const [seen, version] of [
      [0, 2],
      [1, 2],
      [3, 2],
    ] as const)
      await expect(save(seen, 9)).rejects.toMatchObject({ name: 'DraftBehind', version });
    expect(await readDraft(bench.db, seat)).toEqual({
      version: 2,
      body: { answers: { trust_1: 2 }, ticked: ['b'] },
      writtenBy: 's1',
      updatedAt: now,
    });
    await expect(saveDraft(bench.db, { ...seat, member: 'none' }, { seen: 0, body: {}, now })).rejects.toThrow(
      NotFound,
    );
    await addMember(bench.db, seat.network, { member: 'n', organisation: 'a', joined: '2025-01-01' }, byLead);
    const behind = saveDraft(bench.db, { ...seat, member: 'n' }, { seen: 4, body: {}, now });
    await expect(behind).rejects.toMatchObject({ version: 0 });
  });

  test('of 20 saves over the same version one wins', async () => {
    const seat = await aSeat(bench.db);
    for (const seen of [0, 1]) {
      const saves = Array.from({ length: 20 }, (_, i) =>
        saveDraft(bench.db, seat, { seen, body: { answers: { trust_1: i } }, now }).catch((error: unknown) => error),
      );
      const outcomes = await Promise.all(saves);
      expect(countOf(outcomes, (outcome) => outcome === seen + 1)).toBe(1);
      expect(countOf(outcomes, (outcome) => outcome instanceof DraftBehind)).toBe(19);
    }
  });

  test('drafts are no answers: not in the panel, no revision', async () => {
    const seat = await aSeat(bench.db);
    const before = await readRevision(bench.db, seat.network);
    await saveDraft(bench.db, seat, { seen: 0, body: answer(4), now });
    expect((await readPanel(bench.db, seat.network)).panel.answers).toEqual([]);
    expect(await readRevision(bench.db, seat.network)).toBe(before);
    await submit(seat, 5, 'k');
    expect(await saveDraft(bench.db, seat, { seen: 1, body: answer(6), now })).toBe(2);
    expect(await stored(seat)).toMatchObject({ answers: { trust_1: 5 } });
  });

  test('withdrawing takes response and draft away, and a late retry does not bring them back', async () => {
    const seat = await aSeat(bench.db);
    await saveDraft(bench.db, seat, { seen: 0, body: answer(4), now });
    await submit(seat, 4, 'k');
    await withdrawResponse(bench.db, seat, byLead);
    await submit(seat, 4, 'k');
    expect(await readResponse(bench.db, seat)).toBeNull();
    expect(await readDraft(bench.db, seat)).toBeNull();
    expect((await readPanel(bench.db, seat.network)).panel.answers).toEqual([]);
    await expect(withdrawResponse(bench.db, seat, byLead)).rejects.toThrow(NotFound);
  });

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
    expect(entries).toMatchObject([{ action: 'invitation.hand-on', subject: 'm', detail: { wave: 'w' } }]);
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
    });
    const nobody = { member: null, responses: [], drafts: [], consents: [] };
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

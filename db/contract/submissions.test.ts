import { expect, test } from 'vitest';
import { listAudit } from '../audit.ts';
import { readDraft, saveDraft } from '../drafts.ts';
import { DraftBehind, KeyReused, NotFound, NotInWave, WaveClosed, WaveNotOpen } from '../errors.ts';
import { addMember } from '../members.ts';
import { readPanel, readRevision } from '../panel.ts';
import { readResponse, submitResponse, withdrawResponse } from '../responses.ts';
import type { Seat } from '../seat.ts';
import { memberActor, pseudonymOf } from '../pseudonyms.ts';
import { onEachEngine } from '../testing/engines.ts';
import { anInstrument, aSeat, at, byLead } from '../testing/factories.ts';
import { closeWave, getWave, updateWave } from '../waves.ts';

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
    expect(last).toMatchObject({
      action: 'response.submit',
      actor: memberActor(await pseudonymOf(bench.db, seat.network, 'm')),
      subject: 'w',
      detail: {},
    });
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
});

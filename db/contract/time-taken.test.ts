import { expect, test } from 'vitest';
import { addMember } from '../members.ts';
import { recordConsent, submitResponse } from '../responses.ts';
import { onEachEngine } from '../testing/engines.ts';
import { anInstrument, aSeat, byLead } from '../testing/factories.ts';
import { medianSecondsTaken } from '../time-taken.ts';

const SECOND_MS = 1000;

onEachEngine((bench) => {
  test('the median time taken needs five members, and leaves out what lay open for over an hour', async () => {
    const seat = await aSeat(bench.db);
    const answer = async (member: string, seconds: number) => {
      const mine = { ...seat, member };
      await addMember(bench.db, seat.network, { member, organisation: 'a', joined: '2025-01-01' }, byLead);
      await recordConsent(bench.db, mine, { textVersion: '1', language: 'en', now: byLead.now });
      const now = new Date(byLead.now.getTime() + seconds * SECOND_MS);
      await submitResponse(bench.db, mine, { answers: {}, ties: {} }, { instrument: anInstrument(), key: 'k', now });
    };
    await answer('m1', 100);
    await answer('m2', 400);
    await answer('m3', 200);
    await answer('m4', 3601);
    await answer('m5', 300);
    expect(await medianSecondsTaken(bench.db, seat.network)).toBeNull();
    await answer('m6', 3600);
    expect(await medianSecondsTaken(bench.db, seat.network)).toBe(300);
    await answer('m7', 120);
    expect(await medianSecondsTaken(bench.db, seat.network)).toBe(250);
  });
});

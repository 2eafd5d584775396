import { expect, test } from 'vitest';
import { Conflict, InUse, NotFound } from '../errors.ts';
import { getMember, listMembers } from '../members.ts';
import { moveMember } from '../move-member.ts';
import { submitResponse } from '../responses.ts';
import { onEachEngine } from '../testing/engines.ts';
import { anInstrument, aSeat, byLead } from '../testing/factories.ts';

onEachEngine((bench) => {
  test('a move ends one row and begins another of the same person; answered waves stay where they were', async () => {
    const { db } = bench;
    const seat = await aSeat(db);
    const submission = { answers: { trust_1: 4 }, ties: {} };
    await submitResponse(db, seat, submission, { instrument: anInstrument(), key: 'k', now: byLead.now });
    const move = (organisation: string, from: string, member = 'm') =>
      moveMember(db, seat.network, member, { organisation, from }, byLead);
    await expect(move('b', '2026-01-01')).rejects.toThrow(InUse);
    await expect(move('b', '2025-01-01')).rejects.toThrow(Conflict);
    await expect(move('nowhere', '2026-02-01')).rejects.toThrow(NotFound);
    await expect(move('b', '2026-02-01', 'nobody')).rejects.toThrow(NotFound);
    expect(await listMembers(db, seat.network)).toHaveLength(1);

    const moved = { member: 'm-2', organisation: 'b', joined: '2026-02-01', left: null, person: 'm' };
    expect(await move('b', '2026-02-01')).toMatchObject(moved);
    const before = { organisation: 'a', joined: '2025-01-01', left: '2026-02-01', person: 'm' };
    expect(await getMember(db, seat.network, 'm')).toMatchObject(before);
    await expect(move('b', '2026-03-01')).rejects.toThrow(Conflict);
    expect(await move('a', '2026-03-01', 'm-2')).toMatchObject({ member: 'm-3', person: 'm', organisation: 'a' });
  });
});

import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { eraseMember, listErasures } from '../erasure.ts';
import { Conflict, InUse, NotFound, PersonGone } from '../errors.ts';
import { addMember, listMembers, type NewMember } from '../members.ts';
import { mergeMembers } from '../merge-members.ts';
import { moveMember } from '../move-member.ts';
import { addOrganisation } from '../organisations.ts';
import { readPanel } from '../panel.ts';
import { submitResponse } from '../responses.ts';
import { revertRoster } from '../revert-roster.ts';
import { onEachEngine, type Bench } from '../testing/engines.ts';
import { anInstrument, aSeat, at, byLead } from '../testing/factories.ts';
import { addWave } from '../waves.ts';

/** The network of `aSeat` with a second wave from 1 to 30 April 2026, and more members. */
async function aNetworkOf(bench: Bench, more: Omit<NewMember, 'joined'>[] & Partial<NewMember>[]) {
  const { network } = await aSeat(bench.db);
  await addWave(bench.db, network, { wave: 'x', label: 'Spring', opens: '2026-04-01', closes: '2026-04-30' }, byLead);
  for (const member of more) await addMember(bench.db, network, { joined: '2025-01-01', ...member }, byLead);
  return network;
}
const answer = (bench: Bench, network: string, wave: string, member: string) =>
  submitResponse(
    bench.db,
    { network, wave, member },
    { answers: { trust_1: 4 }, ties: {} },
    {
      instrument: anInstrument(),
      key: wave + member,
      now: at(wave === 'w' ? '2026-01-15T12:00Z' : '2026-04-15T12:00Z'),
    },
  );
const nobody = { organisation: 'a', joined: '2025-01-01' };
const nothing = { members: [], organisations: [] };
const spans = async (bench: Bench, network: string) =>
  (await listMembers(bench.db, network)).map(({ member, joined, left, person }) => [member, joined, left, person]);

onEachEngine((bench) => {
  const merge = (network: string, keep: string, other: string) => mergeMembers(bench.db, network, keep, other, byLead);

  describe('two records of one person', () => {
    test('apart in time become one history, and apart again', async () => {
      const network = await aNetworkOf(bench, [
        { member: 'gone', organisation: 'a', left: '2026-02-01' },
        { member: 'back', organisation: 'b', joined: '2026-03-01' },
      ]);
      const before = await readPanel(bench.db, network);
      const merged = await merge(network, 'back', 'gone');
      expect(merged.member).toMatchObject({ member: 'back', person: 'gone' });
      expect(await spans(bench, network)).toEqual([
        ['m', '2025-01-01', null, null],
        ['gone', '2025-01-01', '2026-02-01', 'gone'],
        ['back', '2026-03-01', null, 'gone'],
      ]);
      await revertRoster(bench.db, network, { members: merged.before, remove: nothing }, byLead);
      expect((await readPanel(bench.db, network)).panel).toEqual(before.panel);
    });

    test('side by side in one agency leave the one that answered, with what is known of the right one', async () => {
      const network = await aNetworkOf(bench, [
        { member: 'typo', organisation: 'a', name: 'Adda', email: 'adda@example.org', joined: '2025-06-01' },
        { member: 'right', organisation: 'a', name: 'Ada', email: 'ada@example.org', joined: '2025-09-01' },
      ]);
      await answer(bench, network, 'w', 'typo');
      const { member, before } = await merge(network, 'right', 'typo');
      expect(member).toMatchObject({ member: 'typo', name: 'Ada', email: 'ada@example.org', joined: '2025-06-01' });
      expect(await spans(bench, network)).toHaveLength(2);
      await revertRoster(bench.db, network, { members: before, remove: nothing }, byLead);
      expect(await spans(bench, network)).toEqual(
        expect.arrayContaining([
          ['typo', '2025-06-01', null, null],
          ['right', '2025-09-01', null, null],
        ]),
      );
    });

    test('that both answered hand over on the day of the later one’s first wave; no answer moves', async () => {
      const network = await aNetworkOf(bench, [
        { member: 'first', organisation: 'a' },
        { member: 'second', organisation: 'a' },
      ]);
      await answer(bench, network, 'w', 'first');
      await answer(bench, network, 'x', 'second');
      const answers = (await readPanel(bench.db, network)).panel.answers;
      await merge(network, 'second', 'first');
      expect(await spans(bench, network)).toEqual([
        ['m', '2025-01-01', null, null],
        ['first', '2025-01-01', '2026-04-01', expect.any(String)],
        ['second', '2026-04-01', null, expect.any(String)],
      ]);
      expect((await readPanel(bench.db, network)).panel.answers).toEqual(answers);
    });

    test('stay two when both answered a wave, sit in two agencies, or aren’t there', async () => {
      const network = await aNetworkOf(bench, [
        { member: 'one', organisation: 'a' },
        { member: 'two', organisation: 'a' },
        { member: 'far', organisation: 'b' },
      ]);
      await answer(bench, network, 'w', 'one');
      await answer(bench, network, 'w', 'two');
      const before = await spans(bench, network);
      await expect(merge(network, 'one', 'two')).rejects.toThrow(InUse);
      await expect(merge(network, 'one', 'far')).rejects.toThrow(Conflict);
      await expect(merge(network, 'one', 'one')).rejects.toThrow(Conflict);
      await expect(merge(network, 'one', 'nobody')).rejects.toThrow(NotFound);
      expect(await spans(bench, network)).toEqual(before);
    });

    test('keep the rows of an earlier move in the chain', async () => {
      const network = await aNetworkOf(bench, [{ member: 'later', organisation: 'a', joined: '2026-05-01' }]);
      await moveMember(bench.db, network, 'm', { organisation: 'b', from: '2026-02-01' }, byLead);
      await expect(merge(network, 'later', 'm'), 'at work in b and a at once').rejects.toThrow(Conflict);
      await bench.db
        .update(bench.db.tables.members)
        .set({ left: '2026-04-20' })
        .where(and(eq(bench.db.tables.members.network, network), eq(bench.db.tables.members.member, 'm-2')))
        .returning({ member: bench.db.tables.members.member });
      await merge(network, 'later', 'm');
      const people = (await spans(bench, network)).map(([, , , person]) => person);
      expect(people).toEqual(['m', 'm', 'm']);
    });
  });

  describe('taking a change of the members back', () => {
    test('undoes a move, until somebody answered in the new place', async () => {
      const network = await aNetworkOf(bench, []);
      const before = await spans(bench, network);
      const undo = () => {
        const members = [{ member: 'm', organisation: 'a', joined: '2025-01-01', left: null }];
        return revertRoster(bench.db, network, { members, remove: { members: ['m-2'], organisations: [] } }, byLead);
      };
      await moveMember(bench.db, network, 'm', { organisation: 'b', from: '2026-02-01' }, byLead);
      await undo();
      expect(await spans(bench, network)).toEqual(before);
      await expect(undo()).rejects.toThrow(NotFound);
      await moveMember(bench.db, network, 'm', { organisation: 'b', from: '2026-02-01' }, byLead);
      await answer(bench, network, 'x', 'm-2');
      await expect(undo()).rejects.toThrow(InUse);
      expect(await spans(bench, network)).toHaveLength(2);
    });

    test('brings nobody back who was erased meanwhile, alone or beside others', async () => {
      const network = await aNetworkOf(bench, [
        { member: 'typo', organisation: 'a', name: 'Adda', email: 'adda@example.org' },
        { member: 'right', organisation: 'a', name: 'Ada', email: 'ada@example.org' },
        { member: 'gone', organisation: 'a', name: 'Gus', left: '2025-06-01' },
        { member: 'back', organisation: 'b', name: 'Gus', joined: '2025-07-01' },
        { member: 'mover', organisation: 'a', name: 'Mo' },
        { member: 'other', organisation: 'b', name: 'Oda' },
      ]);
      const pseudonym = new Map((await listMembers(bench.db, network)).map((row) => [row.member, row.pseudonym]));
      const revert = (members: NewMember[], remove: string[] = []) =>
        revertRoster(bench.db, network, { members, remove: { members: remove, organisations: [] } }, byLead);
      const ofMerge = (await merge(network, 'right', 'typo')).before;
      const ofJoin = (await merge(network, 'back', 'gone')).before;
      const ofMove = (await listMembers(bench.db, network)).filter(({ member }) => member === 'mover');
      const moved = await moveMember(bench.db, network, 'mover', { organisation: 'b', from: '2026-02-01' }, byLead);
      const [other] = (await listMembers(bench.db, network)).filter(({ member }) => member === 'other');
      for (const member of ['right', 'back', 'mover']) await eraseMember(bench.db, network, member, byLead);
      const erased = await listMembers(bench.db, network);

      await expect(revert(ofMerge)).rejects.toThrow(PersonGone);
      await expect(revert(ofJoin)).rejects.toThrow(PersonGone);
      await expect(revert(ofMove, [moved.member])).rejects.toThrow();
      await expect(revert(ofMove)).rejects.toThrow(/erased or removed since/);
      await expect(revert([...ofMerge, ...(other ? [other] : [])])).rejects.toThrow(PersonGone);
      const nameless = erased.find(({ member }) => member.startsWith('erased-'))?.member ?? '';
      await expect(revert([{ ...nobody, member: nameless, name: 'Ada' }])).rejects.toThrow(PersonGone);
      await expect(merge(network, 'other', nameless)).rejects.toThrow(NotFound);
      expect(await listMembers(bench.db, network)).toEqual(erased);
      // The record that a merge took out is the same person: an older backup still has its row.
      const ledger = (await listErasures(bench.db)).filter((one) => one.network === network);
      const names = ['right', 'typo', 'back', 'gone', 'mover'].map((member) => pseudonym.get(member));
      expect(ledger.map((one) => one.pseudonym).sort()).toEqual([...names].sort());
    });

    test('gives a record that comes back its old pseudonym, and does not erase it with the other', async () => {
      const network = await aNetworkOf(bench, [{ ...nobody, member: 'twin', name: 'Tia' }]);
      const before = new Map((await listMembers(bench.db, network)).map((row) => [row.member, row.pseudonym]));
      const merged = await merge(network, 'm', 'twin');
      // No client of the API is given a pseudonym.
      const members = merged.before.map(({ pseudonym: _, ...row }) => row);
      await revertRoster(bench.db, network, { members, remove: nothing }, byLead);
      expect(new Map((await listMembers(bench.db, network)).map((row) => [row.member, row.pseudonym]))).toEqual(before);
      await eraseMember(bench.db, network, 'm', byLead);
      expect((await listMembers(bench.db, network)).find(({ member }) => member === 'twin')).toMatchObject({
        name: 'Tia',
      });
      const ledger = (await listErasures(bench.db)).filter((one) => one.network === network);
      expect(ledger.map((one) => one.pseudonym)).toEqual([before.get('m')]);
    });

    test('removes an added list, all or none', async () => {
      const network = await aNetworkOf(bench, [{ member: 'n', organisation: 'b' }]);
      await addOrganisation(bench.db, network, { organisation: 'c', name: 'C', joined: '2025-01-01' }, byLead);
      const revert = (members: string[], organisations: string[]) =>
        revertRoster(bench.db, network, { members: [], remove: { members, organisations } }, byLead);
      await expect(revert(['n'], ['a'])).rejects.toThrow(InUse);
      expect(await spans(bench, network)).toHaveLength(2);
      await revert(['n'], ['c']);
      expect(await spans(bench, network)).toHaveLength(1);
    });
  });
});

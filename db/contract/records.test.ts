import { expect, test } from 'vitest';
import { addDeclaration, deleteDeclaration, listDeclarations, updateDeclaration } from '../declarations.ts';
import { Conflict, InstrumentFixed, InUse, NotFound, SlugTaken, WavesOverlap } from '../errors.ts';
import { addEvent, deleteEvent, getEvent, listEvents, updateEvent } from '../events.ts';
import { addGoal, deleteGoal, listGoals, updateGoal } from '../goals.ts';
import { addMember, addMembers, deleteMember, listMembers, updateMember } from '../members.ts';
import {
  addInstrument,
  createNetwork,
  getNetwork,
  listInstruments,
  listNetworksOf,
  updateNetwork,
} from '../networks.ts';
import { addOrganisation, deleteOrganisation, listOrganisations, updateOrganisation } from '../organisations.ts';
import { readRevision } from '../panel.ts';
import { submitResponse } from '../responses.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork, anAccount, anInstrument, aSeat, byLead, unique } from '../testing/factories.ts';
import { addWave, deleteWave, getWave, listWaves, updateWave } from '../waves.ts';

onEachEngine((bench) => {
  const answered = async () => {
    const seat = await aSeat(bench.db);
    const submission = { answers: { trust_1: 4 }, ties: { b: { mode: 2 } } };
    await submitResponse(bench.db, seat, submission, { instrument: anInstrument(), key: 'k', now: byLead.now });
    return seat;
  };

  test('networks: made once, minimum cell only raised, listed for those who have a role', async () => {
    const { db } = bench;
    const lead = await anAccount(db);
    const slug = unique('harbour');
    const network = { slug, name: 'Harbour', timezone: 'Asia/Jakarta', locale: 'id', instrument: anInstrument() };
    const made = await createNetwork(db, network, byLead, lead);
    expect(made).toMatchObject({ slug, name: 'Harbour', minimumCell: 5, instrument: 'little@1', revision: 1 });
    await expect(createNetwork(db, network, byLead)).rejects.toThrow(SlugTaken);
    const changed = await updateNetwork(db, slug, { name: 'Port', minimumCell: 7 }, byLead);
    expect(changed).toMatchObject({ name: 'Port', minimumCell: 7, revision: 2, locale: 'id' });
    await expect(updateNetwork(db, slug, { minimumCell: 6 }, byLead)).rejects.toThrow(Conflict);
    await expect(updateNetwork(db, 'none', { name: 'x' }, byLead)).rejects.toThrow(NotFound);
    await expect(getNetwork(db, 'none')).rejects.toThrow(NotFound);
    expect((await getNetwork(db, slug)).revision).toBe(2);
    expect(await listNetworksOf(db, lead)).toEqual([{ ...changed, roles: ['lead'] }]);
    expect(await listNetworksOf(db, await anAccount(db))).toEqual([]);
  });

  test('instruments: a version may be added, never changed', async () => {
    const { db } = bench;
    const slug = await aNetwork(db);
    expect(await addInstrument(db, slug, anInstrument(2), byLead)).toBe('little@2');
    expect(await addInstrument(db, slug, anInstrument(2), byLead)).toBe('little@2');
    const other = { ...anInstrument(2), title: { en: 'Otherwise' } };
    await expect(addInstrument(db, slug, other, byLead)).rejects.toThrow(InstrumentFixed);
    expect(await listInstruments(db, slug)).toEqual([anInstrument(), anInstrument(2)]);
    await expect(addInstrument(db, 'none', anInstrument(), byLead)).rejects.toThrow(NotFound);
  });

  test('organisations: in the order of adding, kept while something rests on them', async () => {
    const { db } = bench;
    const { network } = await answered();
    await addOrganisation(db, network, { organisation: '0', name: 'Zero', joined: '2026-01-01', named: true }, byLead);
    await addEvent(
      db,
      network,
      { event: 'e', kind: 'meeting', title: 'M', starts: '2026-01-01', organisations: ['0'] },
      byLead,
    );
    expect((await listOrganisations(db, network)).map((row) => row.organisation)).toEqual(['a', 'b', '0']);
    const taken = addOrganisation(db, network, { organisation: 'a', name: 'A', joined: '2026-01-01' }, byLead);
    await expect(taken).rejects.toThrow(Conflict);
    const patched = await updateOrganisation(db, network, 'b', { left: '2026-06-01' }, byLead);
    expect(patched).toMatchObject({ organisation: 'b', name: 'Agency b', left: '2026-06-01' });
    await expect(updateOrganisation(db, network, 'none', { name: 'x' }, byLead)).rejects.toThrow(NotFound);
    // a has a member, b was rated, 0 is in the log
    for (const id of ['a', 'b', '0']) await expect(deleteOrganisation(db, network, id, byLead)).rejects.toThrow(InUse);
    await addOrganisation(db, network, { organisation: 'c', name: 'C', joined: '2026-01-01' }, byLead);
    await deleteOrganisation(db, network, 'c', byLead);
    await expect(deleteOrganisation(db, network, 'c', byLead)).rejects.toThrow(NotFound);
    expect((await listOrganisations(db, network)).map((row) => row.organisation)).toEqual(['a', 'b', '0']);
  });

  test('members: all or none, of an organisation that is there', async () => {
    const { db } = bench;
    const { network } = await answered();
    const two = ['n', 'o'].map((member) => ({
      member,
      organisation: 'b',
      joined: '2026-02-01',
      email: `${member}@x.org`,
    }));
    expect((await addMembers(db, network, two, byLead)).map((row) => row.member)).toEqual(['n', 'o']);
    const half = [
      { member: 'p', organisation: 'b', joined: '2026-02-01' },
      { member: 'n', organisation: 'b', joined: '2026-02-01' },
    ];
    const before = await readRevision(db, network);
    await expect(addMembers(db, network, half, byLead)).rejects.toThrow(Conflict);
    const stray = addMember(db, network, { member: 'q', organisation: 'none', joined: '2026-02-01' }, byLead);
    await expect(stray).rejects.toThrow(NotFound);
    expect(await readRevision(db, network)).toBe(before);
    expect((await listMembers(db, network)).map((row) => row.member)).toEqual(['m', 'n', 'o']);
    expect(await updateMember(db, network, 'n', { name: 'Nia', language: 'id' }, byLead)).toMatchObject({
      name: 'Nia',
      email: 'n@x.org',
      language: 'id',
    });
    await expect(updateMember(db, network, 'none', {}, byLead)).rejects.toThrow(NotFound);
    await deleteMember(db, network, 'n', byLead);
    await expect(deleteMember(db, network, 'n', byLead)).rejects.toThrow(NotFound);
  });

  test('members: who has answered can’t be deleted, nor moved out of the wave', async () => {
    const { db } = bench;
    const { network } = await answered();
    await expect(deleteMember(db, network, 'm', byLead)).rejects.toThrow(InUse);
    for (const patch of [{ joined: '2026-01-02' }, { left: '2026-01-01' }])
      await expect(updateMember(db, network, 'm', patch, byLead)).rejects.toThrow(InUse);
    await updateMember(db, network, 'm', { left: '2026-01-02' }, byLead);
    expect(await listMembers(db, network)).toMatchObject([{ joined: '2025-01-01', left: '2026-01-02' }]);
  });

  test('waves: by opening, never overlapping, fixed once answered', async () => {
    const { db } = bench;
    const { network } = await answered();
    const wave = (id: string, opens: string, closes: string) => ({ wave: id, label: id, opens, closes });
    await addWave(db, network, wave('early', '2025-10-01', '2025-10-31'), byLead);
    await addWave(db, network, wave('next', '2026-02-01', '2026-02-14'), byLead);
    expect((await listWaves(db, network)).map((row) => row.wave)).toEqual(['early', 'w', 'next']);
    for (const [opens, closes] of [
      ['2026-01-31', '2026-01-31'],
      ['2025-12-01', '2026-01-01'],
      ['2026-01-10', '2026-01-11'],
      ['2025-01-01', '2027-01-01'],
    ] as const)
      await expect(addWave(db, network, wave('x', opens, closes), byLead)).rejects.toThrow(WavesOverlap);
    await expect(addWave(db, network, wave('w', '2027-01-01', '2027-01-02'), byLead)).rejects.toThrow(Conflict);
    const unknown = { ...wave('x', '2027-01-01', '2027-01-02'), instrument: 'other@1' };
    await expect(addWave(db, network, unknown, byLead)).rejects.toThrow(NotFound);

    expect(await updateWave(db, network, 'w', { closes: '2026-01-20' }, byLead)).toMatchObject({
      closes: '2026-01-20',
    });
    await expect(updateWave(db, network, 'w', { closes: '2026-02-01' }, byLead)).rejects.toThrow(WavesOverlap);
    await expect(updateWave(db, network, 'w', { opens: '2026-01-02' }, byLead)).rejects.toThrow(InUse);
    await expect(updateWave(db, network, 'early', { closes: '2025-11-01' }, byLead)).rejects.toThrow(Conflict);
    expect(await updateWave(db, network, 'early', { label: 'Autumn' }, byLead)).toMatchObject({ label: 'Autumn' });
    await expect(updateWave(db, network, 'next', { closes: '2026-01-30' }, byLead)).rejects.toThrow(Conflict);
    await expect(deleteWave(db, network, 'w', byLead)).rejects.toThrow(InUse);
    await deleteWave(db, network, 'next', byLead);
    await expect(getWave(db, network, 'next')).rejects.toThrow(NotFound);
  });

  test('events: with who took part, by date', async () => {
    const { db } = bench;
    const { network } = await aSeat(db);
    const event = { event: 'late', kind: 'workshop' as const, title: 'Late', starts: '2026-05-01' };
    const made = await addEvent(db, network, { ...event, organisations: ['b', 'a', 'b'] }, byLead);
    expect(made).toEqual({ ...event, ends: null, notes: null, organisations: ['b', 'a'] });
    await addEvent(db, network, { ...event, event: 'early', starts: '2026-02-01', notes: 'Short' }, byLead);
    await expect(addEvent(db, network, event, byLead)).rejects.toThrow(Conflict);
    const stray = addEvent(db, network, { ...event, event: 'x', organisations: ['none'] }, byLead);
    await expect(stray).rejects.toThrow(NotFound);
    expect((await listEvents(db, network)).map((row) => row.event)).toEqual(['early', 'late']);
    expect(await updateEvent(db, network, 'late', { title: 'Later' }, byLead)).toMatchObject({
      title: 'Later',
      organisations: ['b', 'a'],
    });
    expect((await updateEvent(db, network, 'late', { organisations: ['a'] }, byLead)).organisations).toEqual(['a']);
    await expect(updateEvent(db, network, 'none', { title: 'x' }, byLead)).rejects.toThrow(NotFound);
    await deleteEvent(db, network, 'late', byLead);
    await expect(deleteEvent(db, network, 'late', byLead)).rejects.toThrow(NotFound);
    await expect(getEvent(db, network, 'late')).rejects.toThrow(NotFound);
  });

  test('declarations and goals: dated, changed and taken back', async () => {
    const { db } = bench;
    const network = await aNetwork(db);
    const declared = { from: '2026-01-01', by: 'funder' as const, mode: 'collaboration', source: 'grant letter' };
    expect(await addDeclaration(db, network, declared, byLead)).toEqual(declared);
    await addDeclaration(db, network, { from: '2025-06-01', by: 'network', mode: 'cooperation' }, byLead);
    await expect(addDeclaration(db, network, declared, byLead)).rejects.toThrow(Conflict);
    const moved = await updateDeclaration(db, network, 'funder:2026-01-01', { from: '2026-02-01' }, byLead);
    expect(moved).toEqual({ ...declared, from: '2026-02-01' });
    expect((await listDeclarations(db, network)).map((row) => row.from)).toEqual(['2025-06-01', '2026-02-01']);
    await deleteDeclaration(db, network, 'funder:2026-02-01', byLead);
    for (const id of ['funder:2026-02-01', 'nobody:2026-02-01', 'funder', 'funder:x'])
      await expect(deleteDeclaration(db, network, id, byLead)).rejects.toThrow(NotFound);

    const first = await addGoal(db, network, { from: '2026-01-01', text: 'Meet' }, byLead);
    const second = await addGoal(db, network, { from: '2025-01-01', text: 'Share' }, byLead);
    expect(await listGoals(db, network)).toEqual([second, first]);
    await updateGoal(db, network, first.position, { text: 'Meet monthly' }, byLead);
    await deleteGoal(db, network, second.position, byLead);
    expect(await listGoals(db, network)).toEqual([{ ...first, text: 'Meet monthly' }]);
    await expect(deleteGoal(db, network, second.position, byLead)).rejects.toThrow(NotFound);
  });

  test('a network never shows or touches what belongs to another', async () => {
    const { db } = bench;
    const [mine, theirs] = [await answered(), await answered()];
    await addEvent(db, theirs.network, { event: 'e', kind: 'meeting', title: 'M', starts: '2026-01-01' }, byLead);
    await updateMember(db, mine.network, 'm', { name: 'Mine' }, byLead);
    await updateWave(db, mine.network, 'w', { label: 'Mine' }, byLead);
    await updateOrganisation(db, mine.network, 'a', { name: 'Mine' }, byLead);
    await expect(deleteEvent(db, mine.network, 'e', byLead)).rejects.toThrow(NotFound);
    expect(await listMembers(db, theirs.network)).toMatchObject([{ member: 'm', name: null }]);
    expect(await listWaves(db, theirs.network)).toMatchObject([{ label: 'Winter' }]);
    expect(await listOrganisations(db, theirs.network)).toMatchObject([{ name: 'Agency a' }, {}]);
    expect(await listEvents(db, theirs.network)).toHaveLength(1);
  });
});

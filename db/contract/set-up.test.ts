import { quarterlySeries } from '@rapport/surveys/wave-series';
import { expect, test } from 'vitest';
import { listAudit, verifyAudit } from '../audit.ts';
import { Conflict, InstrumentFixed, InUse, NotFound, WavesOverlap } from '../errors.ts';
import { listMembers } from '../members.ts';
import { chooseInstrument } from '../network-instrument.ts';
import { listInstruments } from '../networks.ts';
import { listOrganisations } from '../organisations.ts';
import { readPanel } from '../panel.ts';
import { addRoster } from '../roster.ts';
import { countSetUp } from '../set-up.ts';
import { onEachEngine } from '../testing/engines.ts';
import { aNetwork, anInstrument, aSeat, at, byLead } from '../testing/factories.ts';
import { addWave, addWaves, listWaves, updateWave } from '../waves.ts';

onEachEngine((bench) => {
  const joined = '2026-01-01';

  test('a roster is added in its order, all or none', async () => {
    const { db } = bench;
    const network = await aNetwork(db);
    const organisations = ['b', 'a'].map((organisation) => ({ organisation, name: `Agency ${organisation}`, joined }));
    const members = ['2', '1'].map((member) => ({ member, organisation: 'a', joined }));
    await addRoster(db, network, { organisations, members }, byLead);
    expect((await listOrganisations(db, network)).map((row) => row.organisation)).toEqual(['b', 'a']);
    expect((await listMembers(db, network)).map((row) => row.member)).toEqual(['2', '1']);
    const more = { organisations: [{ organisation: 'c', name: 'C', joined }], members: [] };
    const lost = [{ member: '3', organisation: 'nowhere', joined }];
    await expect(addRoster(db, network, { ...more, members }, byLead)).rejects.toThrow(Conflict);
    await expect(addRoster(db, network, { ...more, members: lost }, byLead)).rejects.toThrow(NotFound);
    expect(await countSetUp(db, network)).toEqual({
      organisations: 2,
      members: 2,
      declarations: 0,
      goals: 0,
      waves: 0,
    });
    expect((await listAudit(db, network)).at(-1)).toMatchObject({ action: 'roster.add', subject: '2 + 2' });
    expect((await verifyAudit(db, network)).broken).toBeNull();
  });

  test('a series of waves is added as a whole, or not at all', async () => {
    const { db } = bench;
    const network = await aNetwork(db);
    const series = quarterlySeries({ opens: '2026-01-10', days: 14, count: 3 });
    expect(await addWaves(db, network, series, byLead)).toMatchObject(series);
    const clash = [
      { wave: 'before', label: 'Before', opens: '2025-10-10', closes: '2025-10-20' },
      ...series.slice(0, 1),
    ];
    await expect(addWaves(db, network, clash, byLead)).rejects.toThrow(Conflict);
    const meeting = [
      { wave: 'x', label: 'X', opens: '2027-01-01', closes: '2027-01-20' },
      { wave: 'y', label: 'Y', opens: '2027-01-20', closes: '2027-01-30' },
    ];
    await expect(addWaves(db, network, meeting, byLead)).rejects.toThrow(WavesOverlap);
    expect((await listWaves(db, network)).map((row) => row.wave)).toEqual(['2026-Q1', '2026-Q2', '2026-Q3']);
  });

  test('the instrument may be chosen until a wave has opened with it', async () => {
    const { db } = bench;
    const network = await aNetwork(db);
    expect(await chooseInstrument(db, network, anInstrument(2), byLead)).toMatchObject({ instrument: 'little@2' });
    expect(await listInstruments(db, network)).toEqual([anInstrument(2)]);
    await addWave(db, network, { wave: 'w', label: 'W', opens: '2026-02-01', closes: '2026-02-10' }, byLead);
    await chooseInstrument(db, network, anInstrument(3), byLead);
    const other = { ...anInstrument(3), title: { en: 'Otherwise' } };
    await updateWave(db, network, 'w', { instrument: 'little@3' }, byLead);
    await chooseInstrument(db, network, anInstrument(1), byLead);
    await expect(chooseInstrument(db, network, other, byLead)).rejects.toThrow(InstrumentFixed);
    const { panel } = await readPanel(db, network);
    expect(panel.instruments.map(({ version }) => version)).toEqual([1, 3]);
    expect(panel.network.instrument).toBe('little@1');

    const seat = await aSeat(db);
    await expect(chooseInstrument(db, seat.network, anInstrument(2), byLead)).rejects.toThrow(InUse);
    await chooseInstrument(db, seat.network, anInstrument(), byLead);
    const before = { ...byLead, now: at('2025-12-31T23:00:00Z') };
    await chooseInstrument(db, seat.network, anInstrument(4), before);
    await expect(chooseInstrument(db, 'none', anInstrument(), byLead)).rejects.toThrow(NotFound);
  });
});

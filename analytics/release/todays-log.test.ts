import type { Panel } from '@rapport/surveys/panel';
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse.ts';
import { release, type ReleasedAnalysis } from '../release.ts';
import { anInstrument, aPanel, dice } from '../testing/panel-factory.ts';
import { asItStood } from './as-it-stood.ts';
import { releaseContext } from './context.ts';
import { underTodaysLog } from './todays-log.ts';

type Events = Partial<Panel['events'][number]>[];
const WAVES = 7;
const random = dice(20261126);
const instrument = anInstrument({
  scales: { trust: [1, 2, 3, 4].map(() => ({ min: 1, max: 7 })), goals: [1, 2, 3].map(() => ({ min: 1, max: 7 })) },
});
const organisations = Array.from({ length: 14 }, (_, i) => `o${i + 1}`);
const members = organisations.flatMap((organisation) =>
  [1, 2, 3].map((place) => ({ member: `${organisation}-${place}`, organisation })),
);
const answers = Array.from({ length: WAVES }, (_, w) =>
  members.flatMap(({ member }) =>
    instrument.items.map(({ id }) => ({
      wave: `w${w + 1}`,
      member,
      item: id,
      value: 1 + Math.floor(Math.min(6.99, random() * 5 + w / 4)),
    })),
  ),
).flat();

const panelWith = (events: Events, parties: Panel['event_organisations'] = []): Panel => ({
  ...aPanel(instrument, WAVES, {
    organisations,
    members,
    answers,
    events: events.map((event, i) => ({ event: `e${i}`, kind: 'meeting', title: 'Meeting', ...event })),
  }),
  event_organisations: parties,
});
const closed = new Set(Array.from({ length: WAVES }, (_, w) => `w${w + 1}`));
const frozenWith = (panel: Panel): ReleasedAnalysis =>
  release(analyse(panel), 'lead', { panel, closed, ledger: null }).release;
const designs = ({ events }: ReleasedAnalysis) => events.map(({ scales }) => scales.trust?.design);

// Between the third and the fourth of seven waves: three waves before it and four after.
const alone = { starts: '2020-08-15' };
const beside = { starts: '2020-11-15' };
const some = organisations.slice(0, 7).map((organisation) => ({ event: 'e0', organisation }));

describe('a frozen release under the log of today', () => {
  const frozen = frozenWith(panelWith([alone], some));

  it('is itself while the log is', () => {
    expect(designs(frozen)).toEqual(['segmented']);
    expect(frozen.events[0]?.attendance.trust).toMatchObject({ attendees: expect.any(Number) });
    const same = underTodaysLog(frozen, frozen.context);
    expect(same.events).toEqual(frozen.events);
    expect(new Set(same.suppressed.map(({ path }) => path))).toEqual(
      new Set(frozen.suppressed.map(({ path }) => path)),
    );
  });

  it('puts a later entry beside the change that was released, as a release with that log would', () => {
    const panel = panelWith([alone, beside], some);
    const today = underTodaysLog(frozen, releaseContext(panel, 'lead', closed));
    expect(designs(today)).toEqual(['before-after', 'before-after']);
    const anew = frozenWith(panel);
    expect(today.events.map(({ events, between, scales }) => ({ events, between, scales }))).toEqual(
      anew.events.map(({ events, between, scales }) => ({ events, between, scales })),
    );
    const ofEvents = ({ suppressed }: ReleasedAnalysis) =>
      suppressed.filter(({ path }) => /^events\[\d\]\.scales/.test(path)).map(({ path }) => path);
    expect(ofEvents(today).sort()).toEqual(ofEvents(anew).sort());
  });

  it('moves an entry whose day was changed, and says nothing of one after the last wave', () => {
    const moved = underTodaysLog(frozen, releaseContext(panelWith([{ starts: '2023-01-01' }], some), 'lead', closed));
    expect(moved.events).toMatchObject([{ between: ['w7', null], attendance: {} }]);
    expect(moved.events[0]?.scales.trust).toMatchObject({ design: 'before-after', change: null });
  });

  it('drops attendance when others took part, and entries that were removed', () => {
    const others = some.slice(1);
    const context = releaseContext(panelWith([alone], others), 'lead', closed);
    expect(underTodaysLog(frozen, context).events[0]?.attendance).toEqual({});
    expect(underTodaysLog(frozen, releaseContext(panelWith([]), 'lead', closed)).events).toEqual([]);
  });
});

describe('a release as it stood after one of its waves', () => {
  const whole = frozenWith(panelWith([alone, beside], some));

  it('has that wave’s figures and what came before, and nothing that rests on later waves', () => {
    const cut = asItStood(whole, 'w4');
    expect(cut?.waves).toEqual(whole.waves.slice(0, 4));
    expect(cut?.changes.map(({ to }) => to)).toEqual(['w2', 'w3', 'w4']);
    expect(cut?.trends).toEqual({});
    expect(cut?.context.waves).toHaveLength(4);
    expect(cut?.events.map(({ between }) => between)).toEqual([['w3', 'w4']]);
    expect(JSON.stringify(cut)).not.toContain('w5');
  });

  it('names what is held back at its place in the part, and is null for a wave that is not in it', () => {
    const cut = asItStood(whole, 'w4');
    for (const { path } of cut?.suppressed ?? []) {
      const [, list, at = ''] = /^(\w+)\[(\d+)\]/.exec(path) ?? [];
      const rows = list === 'waves' ? cut?.waves : list === 'changes' ? cut?.changes : cut?.events;
      expect(rows?.[Number(at)], path).toBeDefined();
    }
    expect(asItStood(whole, 'w9')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { eventAnalyses } from './events.ts';
import { aPanel, anInstrument } from './testing/panel-factory.ts';
import { scoreWaves } from './waves.ts';

// prettier-ignore
const y = [55,56,52,58,61,60, 40,42,48,51,52,52, 59,55,61,70,67,65, 55,56,50,67,63,67, 57,55,66,69,71,76, 49,50,60,63,68,57, 30,32,37,43,48,39, 40,42,46,56,63,54];

/** Eight members of four organisations, six quarterly waves from 2020-01-01; `silent` waves have no answers. */
function around(starts: Record<string, string>, silent: number[] = []) {
  const organisations = ['a', 'b', 'c', 'd'];
  const members = Array.from({ length: 8 }, (_, i) => ({
    member: `m${i}`,
    organisation: organisations[Math.floor(i / 2)] ?? 'a',
  }));
  const answers = members.flatMap(({ member }, i) =>
    [0, 1, 2, 3, 4, 5]
      .filter((w) => !silent.includes(w))
      .map((w) => ({ wave: `w${w + 1}`, member, item: 'trust_1', value: y[i * 6 + w] ?? 0 })),
  );
  const events = Object.entries(starts).map(([event, day]) => ({
    event,
    kind: 'workshop' as const,
    title: event,
    starts: day,
  }));
  const panel = aPanel(anInstrument({ scales: { trust: [{ min: 0, max: 100 }] } }), 6, {
    organisations,
    members,
    answers,
    events,
  });
  return eventAnalyses(scoreWaves(panel), panel.events);
}

describe('events of the log', () => {
  it('are placed between waves in order of time; one on an opening day is before that wave', () => {
    const found = around({ late: '2021-12-24', first: '2019-06-01', second: '2020-05-05', opening: '2020-10-01' });
    expect(found.map(({ events, between }) => ({ events, between }))).toEqual([
      { events: ['first'], between: [null, 'w1'] },
      { events: ['second'], between: ['w2', 'w3'] },
      { events: ['opening'], between: ['w3', 'w4'] },
      { events: ['late'], between: ['w6', null] },
    ]);
    const nothing = { trust: { design: 'before-after', change: null, se: null, df: null, ci: null } };
    expect(found[0]?.scales).toEqual(nothing);
    expect(found[3]?.scales).toEqual(nothing);
  });

  it('share one figure between the same two waves', () => {
    const found = around({ b: '2020-09-20', a: '2020-08-02' });
    expect(found).toHaveLength(1);
    expect(found[0]?.events).toEqual(['a', 'b']);
  });

  it('have a segmented effect with three waves on each side and no other event near', () => {
    // t0 = 244 / 365.25; lmer(y ~ t + (t >= t0) + pmax(0, t - t0) + (1 | m))
    const effect = around({ e: '2020-09-01' })[0]?.scales.trust;
    if (effect?.design !== 'segmented') throw new Error('expected a segmented effect');
    expect(effect.level).toBeCloseTo(7.1851876220436, 6);
    expect(effect.levelSe).toBeCloseTo(2.20099087836183, 6);
    expect(effect.slope).toBeCloseTo(-10.50015152242302, 6);
    expect(effect.slopeSe).toBeCloseTo(5.12698780654761, 6);
  });

  it('have the paired change across the two waves otherwise', () => {
    // coef_test(lm(after - before ~ 1), vcov = 'CR2', cluster = organisation)
    for (const found of [around({ e: '2020-09-01', other: '2021-03-01' }), around({ e: '2020-09-01' }, [5])]) {
      const effect = found[0]?.scales.trust;
      if (effect?.design !== 'before-after') throw new Error('expected a before-after effect');
      expect(effect.change).toBeCloseTo(7.125, 12);
      expect(effect.se).toBeCloseTo(2.2208763285394, 10);
      expect(effect.df).toBeCloseTo(3, 10);
      expect(effect.ci?.[0]).toBeCloseTo(0.0571803337477306, 8);
    }
  });

  it('are none when the log is empty', () => {
    expect(around({})).toEqual([]);
  });
});

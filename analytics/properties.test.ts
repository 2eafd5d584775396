import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Panel } from '@rapport/surveys/panel';
import { analyse } from './analyse.ts';
import type { Analysis } from './analysis.ts';
import { aPanel, anInstrument, dice } from './testing/panel-factory.ts';
import { randomPanel } from './testing/random-panel.ts';

/** `RAPPORT_PANELS=10000` for the long run. */
const PANELS = Number(process.env.RAPPORT_PANELS ?? 100);
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/** Every number in a result, with its path; Infinity and NaN among them. */
function numbers(value: unknown, path = '$'): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => numbers(inner, `${path}.${key}`));
}

function expectSame(actual: unknown, expected: unknown): void {
  const found = new Map(numbers(actual));
  const wanted = numbers(expected);
  expect(found.size).toBe(wanted.length);
  expect(wanted.filter(([path, number]) => !(Math.abs((found.get(path) ?? NaN) - number) < 1e-6))).toEqual([]);
}

function shuffled<T>(rows: readonly T[], random: () => number): T[] {
  return rows
    .map((row) => ({ row, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}

describe('an analysis of any panel', () => {
  it('is finite and within its bounds', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const analysis = analyse(randomPanel(seed));
        expect(numbers(analysis).filter(([, number]) => !Number.isFinite(number))).toEqual([]);
        for (const { scales, network, responded, eligible } of analysis.waves) {
          expect(responded).toBeLessThanOrEqual(eligible);
          for (const { mean, organisationMean, bounds, n } of Object.values(scales)) {
            for (const value of [mean, organisationMean]) if (value !== null) within(value, 0, 100);
            if (bounds !== null && mean !== null)
              expect(bounds[0] - 1e-9 <= mean && mean <= bounds[1] + 1e-9).toBe(true);
            expect(n).toBeLessThanOrEqual(responded);
          }
          for (const { levels } of Object.values(network ?? {}))
            for (const level of levels) {
              for (const share of [level.density, level.reciprocity, level.reach, level.reachAll])
                if (share !== null) within(share, 0, 1);
              expect(level.reachAll ?? 0).toBeLessThanOrEqual((level.reach ?? 0) + 1e-12);
              expect(level.pocketLevels).toHaveLength(level.pockets.length);
            }
        }
        for (const { scales } of analysis.changes)
          for (const { total, within: stayed, entry, exit } of Object.values(scales))
            if (stayed !== null) expect(stayed + (entry ?? NaN) + (exit ?? NaN)).toBeCloseTo(total ?? NaN, 8);
      }),
      { numRuns: PANELS },
    );
  });

  it('does not depend on the order of members, organisations, answers, ties or items', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const panel = randomPanel(seed);
        const random = dice(seed + 1);
        const mixed: Panel = {
          ...panel,
          waves: shuffled(panel.waves, random),
          members: shuffled(panel.members, random),
          organisations: shuffled(panel.organisations, random),
          answers: shuffled(panel.answers, random),
          ties: shuffled(panel.ties, random),
        };
        expect(analyse(mixed)).toEqual(analyse(panel));
        const reordered = panel.instruments.map((one) => ({ ...one, items: shuffled(one.items, random) }));
        expectSame(levels(analyse({ ...mixed, instruments: reordered })), levels(analyse(panel)));
      }),
      { numRuns: PANELS / 5 },
    );
  });

  it('keeps every figure, pockets included, when organisations and members get other names', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const panel = randomPanel(seed);
        const analysis = analyse(panel);
        // z − id turns the order round, so that everything is walked the other way.
        const rename = (id: string): string =>
          [...id].map((letter) => String.fromCodePoint(180 - (letter.codePointAt(0) ?? 0))).join('');
        const renamed = analyse({
          ...panel,
          organisations: panel.organisations.map((row) => ({ ...row, organisation: rename(row.organisation) })),
          members: panel.members.map((row) => ({ ...row, organisation: rename(row.organisation) })),
          ties: panel.ties.map((row) => ({ ...row, organisation: rename(row.organisation) })),
        });
        renamed.waves.forEach((wave, i) => {
          const original = analysis.waves[i];
          expectSame(wave.stage, original?.stage);
          for (const [question, result] of Object.entries(wave.network ?? {}))
            result.levels.forEach((level, l) => {
              const before = original?.network?.[question]?.levels[l];
              expect([level.reach, level.reachAll, level.density]).toEqual([
                before?.reach,
                before?.reachAll,
                before?.density,
              ]);
              const named = (pockets: string[][]) => pockets.map((pocket) => [...pocket].sort().join()).sort();
              expect(named(level.pockets.map((pocket) => pocket.map(rename)))).toEqual(named(before?.pockets ?? []));
            });
        });
      }),
      { numRuns: PANELS / 5 },
    );
  });

  it('changes no mean when a silent organisation joins, only bounds and rates', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const panel = randomPanel(seed);
        const before = analyse(panel);
        const after = analyse({
          ...panel,
          organisations: [
            ...panel.organisations,
            { organisation: 'quiet', name: 'Quiet', joined: '2019-01-01', left: null },
          ],
          members: [
            ...panel.members,
            { member: 'quiet1', organisation: 'quiet', name: null, email: null, joined: '2019-01-01', left: null },
          ],
        });
        after.waves.forEach((wave, i) => {
          const was = before.waves[i];
          expect([wave.eligible, wave.organisations]).toEqual([
            (was?.eligible ?? 0) + 1,
            (was?.organisations ?? 0) + 1,
          ]);
          expect([wave.responded, wave.organisationsHeard]).toEqual([was?.responded, was?.organisationsHeard]);
          for (const [id, level] of Object.entries(wave.scales))
            expect({ ...level, bounds: null }).toEqual({ ...was?.scales[id], bounds: null });
          for (const [id, { levels: now }] of Object.entries(wave.network ?? {}))
            now.forEach(({ density, reach, reciprocity }, l) => {
              const then = was?.network?.[id]?.levels[l];
              expect([density, reach, reciprocity]).toEqual([then?.density, then?.reach, then?.reciprocity]);
            });
        });
        expect(after.changes).toEqual(before.changes);
        expect(after.trends).toEqual(before.trends);
      }),
      { numRuns: PANELS / 5 },
    );
  });

  it('shifts means only when every answer is one higher on a wider range', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 4 }), (seed, waves) => {
        const random = dice(seed);
        const item = { min: 0, max: 10 };
        const asked = anInstrument({ scales: { trust: [item, item, { ...item, facet: 'open' }] } });
        const organisations = ['a', 'b', 'c', 'd'];
        const members = organisations.flatMap((organisation) =>
          [1, 2, 3].map((k) => ({ member: `${organisation}${k}`, organisation })),
        );
        const answers = members.flatMap(({ member }) =>
          Array.from({ length: waves }, (_, w) =>
            [1, 2, 3].flatMap((k) => {
              const value = Math.floor(random() * 10);
              return random() < 0.1 ? [] : [{ wave: `w${w + 1}`, member, item: `trust_${k}`, value }];
            }),
          ).flat(),
        );
        const plain = analyse(aPanel(asked, waves, { organisations, members, answers }));
        const shifted = analyse(
          aPanel(asked, waves, {
            organisations,
            members,
            answers: answers.map((row) => ({ ...row, value: row.value + 1 })),
          }),
        );
        expectSame(shifted.changes, plain.changes);
        shifted.waves.forEach(({ scales: { trust } }, i) => {
          const was = plain.waves[i]?.scales.trust;
          expect(trust?.mean).toBeCloseTo((was?.mean ?? NaN) + 10, 9);
          expect(trust?.organisationMean).toBeCloseTo((was?.organisationMean ?? NaN) + 10, 9);
          for (const key of ['sd', 'se', 'df', 'organisationSe', 'icc1', 'icc2', 'alpha', 'rwgj'] as const)
            expectSame(trust?.[key], was?.[key]);
        });
        expectSame({ ...shifted.trends.trust, intercept: 0 }, { ...plain.trends.trust, intercept: 0 });
      }),
      { numRuns: 20 },
    );
  });
});

const within = (value: number, low: number, high: number): void => {
  expect(value).toBeGreaterThanOrEqual(low - 1e-9);
  expect(value).toBeLessThanOrEqual(high + 1e-9);
};

/** What does not rest on which item comes first: all but ω, which an optimiser finds to 1e-6. */
const levels = (analysis: Analysis) =>
  analysis.waves.map(({ scales }) => Object.values(scales).map((level) => ({ ...level, omega: null })));

import { analyse } from '@rapport/analytics/analyse';
import { release, reviveRelease, type Audience, type Ledger } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import type { Panel } from '@rapport/surveys/panel';
import { describe, expect, it } from 'vitest';
import { attack } from './attack.ts';
import { memberMeanEquation } from './attacker.ts';
import { madeUpPanel } from './made-up-panel.ts';
import { INSTRUMENTS, type Given } from './scenario.ts';

/** Seven agencies: one with a single member, the others with two. */
const SIZES = [1, 2, 2, 2, 2, 2, 2];

const network = (answersWave: (member: number, wave: number) => boolean, sizes = SIZES): Panel =>
  madeUpPanel({
    seed: 11,
    instrument: INSTRUMENTS[1]!,
    sizes,
    waves: 2,
    answersWave,
    answersItem: 1,
    ties: false,
  });

const all = (panel: Panel): Set<string> => new Set(panel.waves.map(({ wave }) => wave));

/** A release with, or (the leak) without a memory of those before. */
function give(panel: Panel, closed: ReadonlySet<string>, ledger: Ledger | null, audience: Audience = 'lead') {
  const state = closedPanel(panel, closed);
  const analysis = analyse(state);
  const out = release(analysis, audience, { panel, closed, ledger });
  const given: Given = { release: out.release, panel: state, analysis };
  return { given, ledger: out.ledger };
}

const without = (panel: Panel, member: string, wave?: string): Panel => ({
  ...panel,
  answers: panel.answers.filter((row) => row.member !== member || (wave !== undefined && row.wave !== wave)),
});

const corrected = (panel: Panel, member: string, wave: string): Panel => ({
  ...panel,
  answers: panel.answers.map((row) =>
    row.member === member && row.wave === wave ? { ...row, value: row.value > 3 ? row.value - 1 : row.value + 1 } : row,
  ),
});

/** What is learned from two states of a network, with the ledger handed on and without. */
function twice(before: Panel, after: Panel, closed: ReadonlySet<string>, audience: Audience) {
  const first = give(before, closed, null, audience);
  const honest = give(after, closed, first.ledger, audience);
  const leaky = give(after, closed, null, audience);
  return {
    honest: attack([first.given, honest.given]).learned,
    leaky: attack([first.given, leaky.given]).learned,
  };
}

describe('each planted leak is caught by the attacker, and is not there in a release', () => {
  it('a member mean beside the organisation mean', () => {
    const panel = network(() => true);
    const { given } = give(panel, all(panel), null);
    expect(attack([given]).learned).toEqual([]);
    const planted = attack([given], [memberMeanEquation(given.panel, 'w0', 'trust')]);
    expect(planted.learned).toContain('trust: o0-m0 in w0');
  });

  it('an open wave before and after one submission', () => {
    const after = network(() => true);
    const before = without(after, 'o3-m0', 'w1');
    const leaky = [give(before, all(after), null), give(after, all(after), null)].map(({ given }) => given);
    expect(attack(leaky).learned).toContain('trust: o3 in w1');
    const open = new Set(['w0']);
    const honest = [give(before, open, null), give(after, open, null)].map(({ given }) => given);
    expect(attack(honest).learned).toEqual([]);
    expect(JSON.stringify(honest[1]?.release)).toBe(JSON.stringify(honest[0]?.release));
    // Nor when the analysis itself holds the open wave.
    const careless = release(analyse(after), 'lead', { panel: after, closed: open, ledger: null }).release;
    expect(careless.waves.map(({ wave }) => wave)).toEqual(['w0']);
    expect(careless.changes).toEqual([]);
    expect(careless.trends).toEqual({});
    expect(careless.suppressed).toContainEqual({ path: 'trends.trust', reason: 'open-wave' });
  });

  it('a correction by one member', () => {
    const before = network(() => true);
    const { honest, leaky } = twice(before, corrected(before, 'o2-m1', 'w1'), all(before), 'lead');
    expect(leaky).toContain('trust: o2-m1 in w1');
    expect(honest).toEqual([]);
  });

  it('stayers beside the total', () => {
    // Agencies of one size: the organisation mean is the members', so that `exit` beside it gives the leaver away.
    const sizes = [2, 2, 2, 2, 2, 2, 2];
    const panel = network((member, wave) => member !== 4 || wave === 0, sizes);
    const { given } = give(panel, all(panel), null);
    expect(attack([given]).learned).toEqual([]);
    const leaky = reviveRelease(JSON.stringify({ ...given.release, changes: roundedChanges(given) }));
    expect(attack([{ ...given, release: leaky }]).learned).toContain('trust: o2-m0 in w0');
  });

  it('two reports', () => {
    const before = network(() => true);
    const { honest, leaky } = twice(before, without(before, 'o0-m0'), all(before), 'funder');
    expect(leaky).toContain('trust: o0-m0 in w0');
    expect(honest).toEqual([]);
  });
});

/** All parts of every change, to 0.1 as a release would show them. */
const roundedChanges = ({ analysis }: Given) =>
  analysis.changes.map(({ from, to, scales }) => ({
    from,
    to,
    scales: Object.fromEntries(
      Object.entries(scales).map(([scale, change]) => [
        scale,
        Object.fromEntries(
          Object.entries(change).map(([key, value]) => [
            key,
            typeof value === 'number' ? Math.round(value * 10) / 10 : value,
          ]),
        ),
      ]),
    ),
  }));

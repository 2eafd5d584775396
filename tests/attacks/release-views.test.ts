import { builtInInstrument } from '@rapport/surveys/instruments/built-in';
import type { Panel } from '@rapport/surveys/panel';
import { describe, expect, it } from 'vitest';
import { madeUpPanel } from './made-up-panel.ts';
import { analyse } from '@rapport/analytics/analyse';
import { release, releaseForMember, reviveRelease, type Audience, type Ledger } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import { forgetMember } from '@rapport/analytics/release/ledger';

const pulse = builtInInstrument('pulse@1');
if (pulse === null) throw new Error('no pulse@1');
const READINESS = ['trust', 'commitment', 'goals'] as const;
const LARGE = new Array<number>(14).fill(2);
const SMALL = [2, 2, 2, 2, 1, 1, 1, 1];

/** A network in which `answers` of the members answer each wave, in turn. */
function network(sizes: readonly number[], answers: number, { seed = 1, waves = 8, ties = true } = {}): Panel {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  return madeUpPanel({
    seed,
    instrument: pulse!,
    sizes,
    waves,
    answersWave: (member, wave) => (member * 7 + wave * 3 + seed) % n < answers,
    answersItem: 0.97,
    ties,
  });
}

const all = (panel: Panel): Set<string> => new Set(panel.waves.map(({ wave }) => wave));

function give(panel: Panel, ledger: Ledger | null = null, audience: Audience = 'lead', closed = all(panel)) {
  return release(analyse(closedPanel(panel, closed)), audience, { panel, closed, ledger });
}

/** As it happens: one release at each close, the ledger stored in between. */
function closeByClose(panel: Panel, audience: Audience = 'lead') {
  let ledger: Ledger | null = null;
  const releases = panel.waves.map((_, w) => {
    const out = give(panel, ledger, audience, new Set(panel.waves.slice(0, w + 1).map(({ wave }) => wave)));
    ledger = JSON.parse(JSON.stringify(out.ledger)) as Ledger;
    return out.release;
  });
  return { releases, ledger: ledger as Ledger | null };
}

describe('a release stays useful', () => {
  it('on 14 agencies, 28 members, 21 answers: means, trend, density, reach, verdict, matrix, pockets', () => {
    const panel = network(LARGE, 21);
    for (const { waves, trends } of closeByClose(panel).releases) {
      const last = waves.at(-1)!;
      for (const scale of READINESS) {
        expect(last.scales[scale]?.organisationMean).not.toBeNull();
        expect(last.scales[scale]?.organisationCi).not.toBeNull();
        if (waves.length > 1) expect(trends[scale]?.within?.perYear).not.toBeNull();
        if (waves.length > 1) expect(trends[scale]?.perYear).not.toBeNull();
      }
      const mode = last.network!.mode!;
      expect(mode.levels[0]?.density).not.toBeNull();
      expect(mode.levels[0]?.reach).not.toBeNull();
      expect(mode.ratings.length).toBeGreaterThan(100);
      expect(mode.levels.map(({ pockets, pocketCount }) => pockets.length - pocketCount)).toEqual([0, 0, 0]);
      expect(last.stage?.verdict).toBeDefined();
    }
  });

  it('on 8 agencies, 12 members, 9 answers: means, trend, reach, matrix, verdict', () => {
    const { releases } = closeByClose(network(SMALL, 9));
    for (const { waves, trends } of releases) {
      const last = waves.at(-1)!;
      for (const scale of READINESS) {
        expect(last.scales[scale]?.organisationMean).not.toBeNull();
        if (waves.length > 1) expect(trends[scale]?.within?.perYear).not.toBeNull();
      }
      expect(last.network!.mode!.levels[0]?.reach).not.toBeNull();
      expect(last.network!.mode!.ratings.length).toBeGreaterThan(20);
      expect(last.stage?.verdict).toBeDefined();
    }
  });

  it('on one import of eight closed waves as well', () => {
    const { waves, trends } = give(network(LARGE, 21)).release;
    expect(waves.flatMap(({ scales }) => READINESS.map((scale) => scales[scale]?.organisationMean))).not.toContain(
      null,
    );
    expect(READINESS.map((scale) => trends[scale]?.within?.perYear)).not.toContain(null);
  });
});

describe('what went out stays as it was', () => {
  const before = network(LARGE, 21, { waves: 3 });
  const first = give(before);

  it('when nothing changed, and after one member corrected an answer or withdrew', () => {
    const one = before.answers[0]!.member;
    const corrected = {
      ...before,
      answers: before.answers.map((row) => (row.member === one ? { ...row, value: row.value === 4 ? 5 : 4 } : row)),
    };
    const withdrawn = { ...before, answers: before.answers.filter(({ member }) => member !== one) };
    for (const panel of [before, corrected, withdrawn])
      expect(give(panel, first.ledger).release).toEqual(first.release);
  });

  it('until at least five members of three organisations changed theirs', () => {
    const several = new Set(before.members.slice(0, 12).map(({ member }) => member));
    const corrected = {
      ...before,
      answers: before.answers.map((row) => (several.has(row.member) && row.wave === 'w1' ? { ...row, value: 6 } : row)),
    };
    const { waves } = give(corrected, first.ledger).release;
    const analysis = analyse(corrected);
    expect(waves[1]?.scales.trust?.organisationMean).toBeCloseTo(analysis.waves[1]!.scales.trust!.organisationMean!, 1);
    expect(waves[1]?.scales.trust?.organisationMean).not.toBe(first.release.waves[1]?.scales.trust?.organisationMean);
    expect(waves[0]).toEqual(first.release.waves[0]);
  });

  it('and a ledger holds no answer, no score and no text, and can forget a member', () => {
    const written = {
      ...before,
      texts: before.members
        .slice(0, 8)
        .map(({ member }) => ({ wave: 'w0', member, question: 'open', text: `We meet, says ${member}` })),
    };
    const { ledger } = give(written);
    expect(JSON.stringify(ledger)).not.toContain('We meet');
    const member = ledger.waves[0]!.snapshots[0]!.members[0]!;
    const forgotten = forgetMember(ledger, member, 'gone-1');
    expect(JSON.stringify(forgotten)).not.toContain(`"${member}"`);
    expect(
      give({ ...written, answers: written.answers.filter((row) => row.member !== member) }, forgotten).release.waves,
    ).toEqual(give(written, ledger).release.waves);
  });
});

describe('the shape of a release', () => {
  const panel = network(LARGE, 21, { waves: 3 });
  const { release: lead } = give(panel);
  const { release: funder } = give(panel, null, 'funder');

  it('names every place that is null though the analysis has it', () => {
    const held = new Set(lead.suppressed.map(({ path }) => path));
    const analysis = analyse(panel);
    lead.waves.forEach(({ scales }, w) => {
      for (const [scale, level] of Object.entries(scales))
        for (const [key, value] of Object.entries(level)) {
          const known = (analysis.waves[w]!.scales[scale] as unknown as Record<string, unknown>)[key];
          if (value === null && known !== null) expect(held).toContain(`waves[${w}].scales.${scale}.${key}`);
        }
    });
    expect(lead.waves[0]?.scales.trust?.mean).toBeNull();
    expect(lead.suppressed).toContainEqual({ path: 'waves[0].scales.trust.mean', reason: 'evaluators-only' });
  });

  it('rounds to 0.1 and gives no full double', () => {
    const decimals = (value: unknown): number =>
      typeof value === 'number' ? (String(value).split('.')[1]?.length ?? 0) : 0;
    const numbers = JSON.stringify([lead.waves, lead.changes, lead.trends, lead.events]).match(/-?\d+\.\d+/g) ?? [];
    expect(Math.max(...numbers.map((text) => decimals(Number(text))))).toBeLessThanOrEqual(3);
    const { organisationMean, organisationSe } = lead.waves[0]!.scales.trust!;
    expect(decimals(organisationMean)).toBeLessThanOrEqual(1);
    expect(decimals(organisationSe)).toBeLessThanOrEqual(1);
  });

  it('bins people for funders, and shows them no tie, no text and no name without consent', () => {
    expect(funder.waves[0]?.eligible).toEqual({ from: 20, to: 29 });
    expect(funder.waves[0]?.responseRate).toEqual({ from: 0.7, to: 0.8 });
    expect(funder.waves[0]?.organisations).toBe(14);
    expect(
      funder.waves.flatMap(({ network: ties }) => Object.values(ties ?? {}).flatMap(({ ratings }) => ratings)),
    ).toEqual([]);
    expect(funder.context.organisations).toEqual([]);
    expect(JSON.stringify([funder.waves, funder.pocketLives])).not.toMatch(/"o\d+"/);
    expect(funder.waves.map(({ network: ties }) => ties!.mode!.levels.map(({ pocketCount }) => pocketCount))).toEqual(
      lead.waves.map(({ network: ties }) => ties!.mode!.levels.map(({ pocketCount }) => pocketCount)),
    );
    const named = { ...panel, organisations: panel.organisations.map((row) => ({ ...row, named: true })) };
    expect(
      give(named, null, 'funder').release.waves.map(({ network: ties }) =>
        ties!.mode!.levels.map(({ pockets }) => pockets),
      ),
    ).toEqual(lead.waves.map(({ network: ties }) => ties!.mode!.levels.map(({ pockets }) => pockets)));
  });

  it('shows of an aggregate question only means received, from five raters in three organisations', () => {
    const trust = lead.waves[0]!.network!.trust!;
    expect(trust.levels).toEqual([]);
    expect(trust.ratings).toEqual([]);
    expect(trust.received).toHaveLength(14);
    const raters = panel.ties.filter(
      (row) => row.wave === 'w0' && row.question === 'trust' && row.organisation === 'o3',
    );
    const byHome = new Map<string, number[]>();
    for (const { member, value } of raters) {
      const home = member.split('-')[0]!;
      byHome.set(home, [...(byHome.get(home) ?? []), value]);
    }
    const means = [...byHome.values()].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
    const expected = means.reduce((sum, value) => sum + value, 0) / means.length;
    expect(trust.received.find(({ organisation }) => organisation === 'o3')?.mean).toBeCloseTo(expected, 1);
  });

  it('shows open answers without names from five writers on, members none', () => {
    const write = (count: number) => ({
      ...panel,
      texts: panel.members
        .slice(0, count)
        .map(({ member }, i) => ({ wave: 'w0', member, question: 'open', text: `text ${i}` })),
    });
    const question = pulse!.texts![0]!.id;
    const ask = (count: number) => ({
      ...write(count),
      texts: write(count).texts.map((row) => ({ ...row, question })),
    });
    expect(give(ask(4)).release.waves[0]?.texts[question]).toBeNull();
    const { release: shown, ledger } = give(ask(5));
    expect([...(shown.waves[0]?.texts[question] ?? [])].sort()).toEqual([
      'text 0',
      'text 1',
      'text 2',
      'text 3',
      'text 4',
    ]);
    expect(give(ask(6), ledger).release.waves[0]?.texts[question]).toHaveLength(5);
    expect(JSON.stringify(releaseForMember(shown))).not.toContain('text 1');
    expect(give(ask(5), null, 'funder').release.waves[0]?.texts[question]).toBeNull();
  });

  it('comes back from storage as it was, and nothing else does', () => {
    expect(reviveRelease(JSON.stringify(lead))).toEqual(lead);
    expect(() => reviveRelease('{"waves": []}')).toThrow(TypeError);
  });
});

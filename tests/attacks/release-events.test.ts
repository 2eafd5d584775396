import { analyse } from '@rapport/analytics/analyse';
import { release, type Ledger, type Release } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import type { Panel } from '@rapport/surveys/panel';
import { describe, expect, it } from 'vitest';
import { attack } from './attack.ts';
import { equationsOf, truthsOf, valueOf } from './attacker.ts';
import { madeUpPanel } from './made-up-panel.ts';
import { INSTRUMENTS, type Given } from './scenario.ts';

/** Four items of seven points in two facets, with a tie question. */
const RICH = INSTRUMENTS[2]!;

/** A network with one workshop just before its fourth wave opens, at which the first half of its agencies were. */
function withWorkshop(agencies: number, { waves = 7, ties = false } = {}): Panel {
  const panel = madeUpPanel({
    seed: 5,
    instrument: RICH,
    sizes: new Array<number>(agencies).fill(3),
    waves,
    answersWave: 0.85,
    answersItem: 0.98,
    ties,
  });
  const starts = panel.waves[2]!.closes;
  panel.events.push({ event: 'e', kind: 'workshop', title: 'Workshop', starts, ends: null, notes: null });
  for (const { organisation } of panel.organisations.slice(0, agencies / 2))
    panel.event_organisations.push({ event: 'e', organisation });
  return panel;
}

interface Step {
  given: Given;
  ledger: Ledger;
}

function give(panel: Panel, waves: number, ledger: Ledger | null, method?: string): Step {
  const closed = new Set(panel.waves.slice(0, waves).map(({ wave }) => wave));
  const state = closedPanel(panel, closed);
  const analysis = { ...analyse(state), ...(method === undefined ? {} : { method }) };
  const out = release(analysis, 'lead', { panel, closed, ledger });
  return { given: { release: out.release, panel: state, analysis }, ledger: out.ledger };
}

/** One release at each close from the `first` on. */
function closeByClose(panel: Panel, first = 1): Step[] {
  const steps: Step[] = [];
  for (let waves = first; waves <= panel.waves.length; waves += 1)
    steps.push(give(panel, waves, steps.at(-1)?.ledger ?? null));
  return steps;
}

const heldUnder = ({ suppressed }: Release, path: string): string[] =>
  suppressed.filter((row) => row.path.startsWith(path)).map((row) => row.path.slice(path.length));

describe('an entry of the log with three waves on either side', () => {
  const large = closeByClose(withWorkshop(30));
  const effects = large.map(({ given }) => given.release.events[0]?.scales.trust);

  it('has the change across its two waves until then, and a segmented figure from its sixth wave on', () => {
    expect(effects.map((effect) => effect?.design)).toEqual([
      ...[undefined, undefined, undefined, 'before-after', 'before-after', 'segmented', 'segmented'],
    ]);
    const change = large[3]!.given.release.changes.find(({ to }) => to === 'w3')!.scales.trust!;
    expect(change.mean).not.toBeNull();
    expect(effects[3]).toEqual({
      design: 'before-after',
      change: change.mean,
      se: change.se,
      df: change.df,
      ci: change.ci,
    });
  });

  it('shows jump and slope to 0.1 as an independent least-squares of its own makes them, and keeps them as they were', () => {
    const { given } = large[5]!;
    const shown = effects[5]!;
    if (shown.design !== 'segmented') throw new Error('not segmented');
    const truths = truthsOf(given.panel, 'trust');
    const equations = equationsOf(given.release, given.panel, given.analysis.trends);
    for (const name of ['level', 'slope'] as const) {
      const equation = equations.find(({ key }) => key.startsWith(`segmented ${name} `))!;
      expect(equation.shown).toBe(shown[name]);
      expect(Math.abs(valueOf(equation, truths) - equation.shown)).toBeLessThanOrEqual(0.0500001);
    }
    expect(effects[6]).toEqual(shown);
    expect(attack(large.map((step) => step.given)).learned).toEqual([]);
  });

  it('keeps the change where the segmented figure would tell too much, and names what is held back', () => {
    const small = closeByClose(withWorkshop(8));
    const last = small.at(-1)!.given;
    expect(last.analysis.events[0]?.scales.trust?.design).toBe('segmented');
    expect(last.release.events[0]?.scales.trust).toMatchObject({ design: 'before-after' });
    expect(heldUnder(last.release, 'events[0].scales.trust.')).toEqual(
      expect.arrayContaining(['level', 'levelSe', 'slope', 'slopeSe']),
    );
    expect(attack(small.map((step) => step.given)).learned).toEqual([]);
  });
});

describe('those who took part beside those who did not', () => {
  it('change as their own members do, and stand as they went out', () => {
    const steps = closeByClose(withWorkshop(30, { waves: 5 }), 3);
    const { release: out, panel } = steps[1]!.given;
    const told = out.events[0]?.attendance.trust;
    const value = (row: Panel['answers'][number]): number => (row.item === 'trust_2' ? 8 - row.value : row.value);
    const meanOf = (values: number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
    const score = (wave: string, member: string): number | null => {
      const own = panel.answers.filter((row) => row.wave === wave && row.member === member).map(value);
      return own.length < 2 ? null : (100 * (meanOf(own) - 1)) / 6;
    };
    const there = new Set(panel.event_organisations.map(({ organisation }) => organisation));
    for (const side of ['attendees', 'others'] as const) {
      const changes = panel.members
        .filter(({ organisation }) => there.has(organisation) === (side === 'attendees'))
        .flatMap(({ member }) => {
          const [before, after] = [score('w2', member), score('w3', member)];
          return before === null || after === null ? [] : [after - before];
        });
      expect(Math.abs((told?.[side] ?? Number.NaN) - meanOf(changes))).toBeLessThanOrEqual(0.0500001);
    }
    expect(steps[2]!.given.release.events[0]?.attendance).toEqual(out.events[0]?.attendance);
    expect(attack(steps.map((step) => step.given)).learned).toEqual([]);
  });

  it('are held back together where either side is few', () => {
    const panel = withWorkshop(30, { waves: 4 });
    panel.event_organisations = panel.event_organisations.slice(0, 1);
    const { given } = give(panel, 4, null);
    expect(given.release.events[0]?.attendance.trust).toBeNull();
    expect(given.release.suppressed).toContainEqual({ path: 'events[0].attendance.trust', reason: 'too-few-members' });
  });
});

describe('a pocket beside the rest', () => {
  it('has means of its own organisations only, where both sides are large enough', () => {
    const { given } = give(withWorkshop(30, { waves: 3, ties: true }), 1, null);
    const { release: out, panel } = given;
    const levels = out.waves[0]!.network!.mode!.levels;
    const shown = levels.flatMap(({ pockets, pocketLevels }) =>
      pocketLevels.flatMap((parts, at) => {
        const mean = parts.pocket.scales.trust?.organisationMean ?? null;
        return mean === null ? [] : [{ pocket: pockets[at]!, mean, rest: parts.rest.scales.trust?.organisationMean }];
      }),
    );
    expect(shown.length).toBeGreaterThan(0);
    const truths = truthsOf(panel, 'trust');
    const equations = equationsOf(out, panel, {}).filter(({ key }) => /^(pocket|rest) /.test(key));
    expect(equations.length).toBeGreaterThanOrEqual(shown.length);
    for (const equation of equations) {
      const inside = [...equation.row.keys()].map((unknown) => unknown.split('|')[1]!.split('-')[0]!);
      const pocket = equation.key.split(' ')[4]!.split(',');
      for (const home of inside) expect(pocket.includes(home)).toBe(equation.key.startsWith('pocket'));
      expect(Math.abs(valueOf(equation, truths) - equation.shown)).toBeLessThanOrEqual(0.0500001);
    }
    for (const { pocket } of shown) expect(pocket.length * 3).toBeGreaterThanOrEqual(5);
    expect(attack([given]).learned).toEqual([]);
  });
});

describe('a new version of the method', () => {
  const panel = withWorkshop(14, { waves: 3 });
  const first = give(panel, 3, null);
  const { ledger } = first;

  it('works out closed waves anew, and what it says alike stays', () => {
    const next = give(panel, 3, ledger, 'new');
    expect(next.ledger.method).toBe('new');
    expect(next.given.release.method).toBe('new');
    expect(next.given.release.waves).toEqual(first.given.release.waves);
  });

  it('lets no correction by one member through: that wave stays as the earlier version froze it', () => {
    const writer = panel.answers.find(({ wave }) => wave === 'w1')!.member;
    const corrected: Panel = {
      ...panel,
      answers: panel.answers.map((row) =>
        row.member === writer && row.wave === 'w1' ? { ...row, value: row.value > 3 ? 1 : 7 } : row,
      ),
    };
    const next = give(corrected, 3, ledger, 'new');
    expect(next.given.release.waves).toEqual(first.given.release.waves);
    expect(attack([first.given, next.given]).learned).toEqual([]);
    const careless = give(corrected, 3, null, 'new');
    expect(careless.given.release.waves[1]).not.toEqual(first.given.release.waves[1]);
    expect(attack([first.given, careless.given]).learned).toContain(`trust: ${writer} in w1`);
  });

  it('shows no figure that its audit can not rebuild: frozen waves stay, a fresh one is empty', () => {
    const closed = new Set(panel.waves.map(({ wave }) => wave));
    const analysis = analyse(panel);
    const moved = {
      ...analysis,
      method: 'new',
      waves: analysis.waves.map((wave) => ({
        ...wave,
        scales: Object.fromEntries(
          Object.entries(wave.scales).map(([scale, level]) => [
            scale,
            { ...level, organisationMean: (level.organisationMean ?? 0) + 1 },
          ]),
        ),
      })),
    };
    expect(release(moved, 'lead', { panel, closed, ledger }).release.waves).toEqual(first.given.release.waves);
    const fresh = release(moved, 'lead', { panel, closed, ledger: null }).release;
    expect(fresh.waves[0]?.scales.trust?.organisationMean).toBeNull();
    expect(fresh.suppressed).toContainEqual({
      path: 'waves[0].scales.trust.organisationMean',
      reason: 'unaudited',
    });
  });
});

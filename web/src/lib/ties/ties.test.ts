import { analyse } from '@rapport/analytics/analyse';
import { release, type Release } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import { demoPanel } from '@rapport/api/demo/demo-panel';
import { describe, expect, it } from 'vitest';
import { tieLayout } from './layout';
import { letterAt, pocketKey, pocketLetters } from './pocket-letters';
import { tieMap, tiesOf } from './tie-map';
import { tiesQuery, tiesShown, tiesViewOf } from './ties-view';

function demo(closed: number): Release {
  const panel = demoPanel({ seed: 1, today: '2026-02-10' });
  const waves = new Set(panel.waves.slice(0, closed).map(({ wave }) => wave));
  return release(analyse(closedPanel(panel, waves)), 'lead', { panel, closed: waves, ledger: null }).release;
}
const eight = demo(8);
const wave = eight.waves.at(-1)?.wave ?? '';

describe('where agencies stand on the map', () => {
  const places = tieLayout(eight, 'mode');

  it('is the same for the same panel, in whatever order its waves, ratings and names come', () => {
    const turned = structuredClone(eight);
    turned.waves.reverse();
    for (const { network } of turned.waves) network?.mode?.ratings.reverse();
    turned.context.organisations.reverse();
    const again = tieLayout(turned, 'mode');
    expect([...again].sort()).toEqual([...places].sort());
  });

  it('does not depend on the wave, the level or the switch that is shown: it takes none of them', () => {
    for (const shown of eight.waves) {
      const { agencies } = tieMap(eight, { wave: shown.wave, question: 'mode', level: 1, confirmed: false });
      expect(agencies.length).toBeGreaterThan(5);
      for (const { organisation } of agencies) expect(places.get(organisation), organisation).toBeDefined();
    }
    expect(tieLayout.length).toBe(2);
  });

  it('is of all waves’ agencies, none on another', () => {
    const ids = new Set(
      eight.waves.flatMap(({ network }) => network?.mode?.ratings.flatMap(({ from, to }) => [from, to]) ?? []),
    );
    expect([...places.keys()].sort()).toEqual([...ids].sort());
    const spots = [...places.values()];
    for (const [at, one] of spots.entries())
      for (const other of spots.slice(at + 1)) expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(60);
  });
});

describe('what a map shows', () => {
  it.each([1, 2, 3])('at level %i as many confirmed pairs and groups as were released', (level) => {
    for (const { wave: then, network } of eight.waves) {
      const released = network?.mode?.levels.find((one) => one.level === level);
      const all = tieMap(eight, { wave: then, question: 'mode', level, confirmed: false });
      const confirmed = tieMap(eight, { wave: then, question: 'mode', level, confirmed: true });
      expect(all.ties.filter((tie) => tie.confirmed)).toHaveLength(released?.mutual ?? -1);
      expect(confirmed.ties).toHaveLength(released?.mutual ?? -1);
      // Every rating at or above the level is a line: once for a confirmed pair, once for each one-sided.
      const lines = all.ties.length + all.ties.filter((tie) => tie.confirmed).length;
      expect(lines).toBe(released?.ties);
      expect(all.pockets.map(({ organisations }) => organisations)).toEqual(released?.pockets);
    }
  });

  it('tells one agency’s ties by who sees them', () => {
    const map = tieMap(eight, { wave, question: 'mode', level: 2, confirmed: false });
    const values = new Map(
      eight.waves.at(-1)?.network?.mode?.ratings.map(({ from, to, value }) => [`${from} ${to}`, value]),
    );
    const seen = (from: string, to: string) => (values.get(`${from} ${to}`) ?? -1) >= 2;
    for (const { organisation } of map.agencies) {
      const others = map.agencies.map((one) => one.organisation).filter((id) => id !== organisation);
      const { both, own, theirs } = tiesOf(map, organisation);
      expect(both.sort()).toEqual(others.filter((id) => seen(organisation, id) && seen(id, organisation)).sort());
      expect(own.sort()).toEqual(others.filter((id) => seen(organisation, id) && !seen(id, organisation)).sort());
      expect(theirs.sort()).toEqual(others.filter((id) => !seen(organisation, id) && seen(id, organisation)).sort());
    }
  });
});

describe('letters of groups', () => {
  it('stay with a group while it lives', () => {
    const [abc, abcd, efg, hij, all] = ['abc', 'abcd', 'efg', 'hij', 'abcdefg'].map((ids) => [...ids]) as string[][];
    const letters = pocketLetters({
      level: 1,
      steps: [
        { from: null, to: 'w1', pockets: [{ fate: 'born', before: [], after: [abc!] }] },
        {
          from: 'w1',
          to: 'w2',
          pockets: [
            { fate: 'grown', before: [abc!], after: [abcd!] },
            { fate: 'born', before: [], after: [efg!] },
          ],
        },
        { from: 'w2', to: 'w3', pockets: [{ fate: 'merged', before: [abcd!, efg!], after: [all!] }] },
        {
          from: 'w3',
          to: 'w4',
          pockets: [
            { fate: 'split', before: [all!], after: [abc!, efg!] },
            { fate: 'born', before: [], after: [hij!] },
          ],
        },
        { from: 'w4', to: 'w5', pockets: [{ fate: 'gone', before: [abc!], after: [] }] },
      ],
    });
    const of = (then: string, pocket?: string[]) => letters.get(then)?.get(pocketKey(pocket ?? []));
    expect([of('w1', abc), of('w2', abcd), of('w2', efg), of('w3', all)]).toEqual(['A', 'A', 'B', 'A']);
    expect([of('w4', abc), of('w4', efg), of('w4', hij), of('w5', abc)]).toEqual(['A', 'C', 'D', undefined]);
    expect([0, 25, 26, 52].map(letterAt)).toEqual(['A', 'Z', 'AA', 'BA']);
  });
});

describe('the address', () => {
  it('restores what was shown, and falls back to the usual where it knows nothing of what is asked', () => {
    const view = { question: 'mode', wave: eight.waves[2]?.wave ?? '', level: 1, confirmed: true };
    expect(tiesViewOf(new URLSearchParams(tiesQuery(view)))).toEqual(view);
    expect(tiesQuery({ question: null, wave: null, level: null, confirmed: false })).toBe('?');
    const shown = tiesShown(eight, tiesViewOf(new URLSearchParams('wave=x&level=9&question=nobody')));
    expect([shown?.standing.wave.wave, shown?.question, shown?.levels]).toEqual([wave, 'mode', [1, 2, 3]]);
    expect(shown?.levels).toContain(shown?.level);
    expect(tiesShown(demo(0), tiesViewOf(new URLSearchParams()))).toBeNull();
  });

  it('offers no question of which only averages leave', () => {
    const shown = tiesShown(eight, tiesViewOf(new URLSearchParams('question=trust')));
    expect([shown?.question, shown?.questions.map(({ id }) => id)]).toEqual(['mode', ['mode']]);
  });
});

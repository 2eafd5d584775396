import { analyse } from '@rapport/analytics/analyse';
import type { Analysis } from '@rapport/analytics/analysis';
import { release, type Audience, type Ledger, type Release } from '@rapport/analytics/release';
import { closedPanel } from '@rapport/analytics/release/closed-panel';
import type { Instrument } from '@rapport/surveys/instrument';
import type { Panel } from '@rapport/surveys/panel';
import { madeUpPanel, randomFrom } from './made-up-panel.ts';

/** One thing that an audience was given: the release, the closed panel that it was made from, and that panel's analysis. */
export interface Given {
  release: Release;
  panel: Panel;
  analysis: Analysis;
}

const item = (scale: string, n: number, max: number, facet?: string) => ({
  id: `${scale}_${n}`,
  scale,
  ...(facet === undefined ? {} : { facet }),
  min: 1,
  max,
  reversed: n % 3 === 2,
  decimal: false,
  text: { en: `${scale} ${n}` },
});

/** Instruments from coarse (one item of three points) to rich (facets), with and without ties. */
export const INSTRUMENTS: readonly Instrument[] = [
  { scales: ['trust'], items: [item('trust', 1, 3)] },
  { scales: ['trust'], items: [item('trust', 1, 5), item('trust', 2, 5)] },
  { scales: ['trust'], items: [1, 2, 3, 4].map((n) => item('trust', n, 7, n < 3 ? 'a' : 'b')) },
  {
    scales: ['trust', 'goals'],
    items: [
      ...[1, 2, 3].map((n) => item('trust', n, 7, n === 1 ? 'a' : undefined)),
      ...[1, 2].map((n) => item('goals', n, 5)),
    ],
  },
].map(({ scales, items }, i) => ({
  id: `made-up-${i}`,
  version: 1,
  title: { en: 'Made up' },
  scales: scales.map((id) => ({ id, title: { en: id } })),
  items,
  ties:
    i === 2
      ? [{ id: 'mode', min: 0, max: 2, visibility: 'agency' as const, text: { en: 'How do you work together?' } }]
      : [],
}));

/** A random network and its life: waves close, members withdraw or correct answers, events are logged, reports published. */
export function live(seed: number): Record<Audience, Given[]> {
  const random = randomFrom(seed * 7919 + 1);
  const upTo = (n: number): number => Math.floor(random() * n);
  const organisations = 3 + upTo(12);
  const sizes = Array.from({ length: organisations }, () => 1 + upTo(random() < 0.3 ? 5 : 3));
  while (sizes.reduce((sum, size) => sum + size, 0) < 5) sizes[upTo(organisations)]! += 1;
  while (sizes.reduce((sum, size) => sum + size, 0) > 40) sizes[sizes.indexOf(Math.max(...sizes))]! -= 1;
  const instrument = INSTRUMENTS[upTo(INSTRUMENTS.length)]!;
  // A few live long enough for a segmented model about one event.
  const isLong = random() < 0.1;
  const waves = isLong ? 6 + upTo(2) : 2 + upTo(3);
  const panel = madeUpPanel({
    seed,
    instrument,
    sizes,
    waves,
    answersWave: 0.5 + random() * 0.5,
    answersItem: random() < 0.5 ? 1 : 0.9,
    ties: true,
    growth: 0.04,
  });
  const ledgers: Record<Audience, Ledger | null> = { lead: null, funder: null };
  const given: Record<Audience, Given[]> = { lead: [], funder: [] };
  const give = (audience: Audience, closed: ReadonlySet<string>): void => {
    const state = structuredClone(closedPanel(panel, closed));
    const analysis = analyse(state);
    const out = release(analysis, audience, { panel: structuredClone(panel), closed, ledger: ledgers[audience] });
    ledgers[audience] = JSON.parse(JSON.stringify(out.ledger)) as Ledger;
    given[audience].push({ release: out.release, panel: state, analysis });
  };
  for (let w = 1; w <= waves; w += 1) {
    const closed = new Set(panel.waves.slice(0, w).map(({ wave }) => wave));
    if (isLong ? w === 4 : random() < 0.4) logEvent(panel, w, random);
    give('lead', closed);
    if (random() < 0.6) give('funder', closed);
    for (let happening = upTo(3); happening > 0; happening -= 1) {
      happen(panel, closed, random);
      give('lead', closed);
      if (random() < 0.4) give('funder', closed);
    }
  }
  return given;
}

function logEvent(panel: Panel, wave: number, random: () => number): void {
  const before = panel.waves[wave - 1];
  if (before === undefined) return;
  const event = `event-${panel.events.length}`;
  panel.events.push({ event, kind: 'workshop', title: event, starts: before.opens, ends: null, notes: null });
  for (const { organisation } of panel.organisations)
    if (random() < 0.5) panel.event_organisations.push({ event, organisation });
}

/** A withdrawal, a correction by one member, or corrections by several. */
function happen(panel: Panel, closed: ReadonlySet<string>, random: () => number): void {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const wave = pick([...closed]);
  const writers = [...new Set(panel.answers.filter((row) => row.wave === wave).map(({ member }) => member))];
  if (writers.length === 0) return;
  const kind = random();
  if (kind < 0.3) {
    const gone = pick(writers);
    panel.answers = panel.answers.filter((row) => row.member !== gone);
    panel.ties = panel.ties.filter((row) => row.member !== gone);
    return;
  }
  const count = kind < 0.6 ? 1 : 3 + Math.floor(random() * 6);
  const changing = new Set(Array.from({ length: count }, () => pick(writers)));
  const items = new Map(panel.instruments[0]?.items.map((one) => [one.id, one]));
  panel.answers = panel.answers.map((row) => {
    const one = items.get(row.item);
    if (row.wave !== wave || !changing.has(row.member) || !one || random() < 0.3) return row;
    return { ...row, value: one.min + Math.floor(random() * (one.max - one.min + 1)) };
  });
}

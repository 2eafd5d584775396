import type { Analysis, Change } from '../analysis.ts';
import { pairScores } from '../pairing.ts';
import { networkInstrument, type ScoredWave } from '../waves.ts';
import { changeKey } from './candidates.ts';
import { changeView, trendView } from './change-view.ts';
import { namedTo, releaseContext } from './context.ts';
import { eventView } from './event-view.ts';
import { freezeWave, thawWave } from './freeze.ts';
import type { Frozen, Ledger, LedgerWave } from './ledger.ts';
import type { View } from './level-view.ts';
import { binPeople, binRate } from './people.ts';
import type { Audience, ReleasedAnalysis, ReleasedScaleChange, ReleasedTrend } from './released-analysis.ts';
import { judge, type Judged, type ReleaseInput } from './run-audit.ts';
import type { Suppression } from './suppression.ts';
import { livesView } from './tie-view.ts';
import { waveView } from './wave-view.ts';
import { Withholding } from './withholding.ts';

interface Assembly {
  input: ReleaseInput;
  audience: Audience;
  judged: Judged;
  scored: ReadonlyMap<string, ScoredWave>;
}

/** Judges what is new, and puts it together with what is frozen: the release, and the ledger after it. */
export function assemble(input: ReleaseInput, audience: Audience): { released: ReleasedAnalysis; ledger: Ledger } {
  const { analysis: whole, panel, ledger } = input;
  const scored = new Map(input.waves.map((wave) => [wave.wave.wave, wave]));
  const analysis = onlyClosed(whole, new Set(scored.keys()));
  const judged = judge({ ...input, analysis });
  const assembly: Assembly = { input: { ...input, analysis }, audience, judged, scored };
  const held = new Withholding();
  const waves = wavesOut(assembly, held);
  const changes = changesOut(assembly, held);
  const trends = trendsOut(assembly, held);
  if (analysis.waves.length < whole.waves.length)
    for (const [scale, trend] of Object.entries(whole.trends)) held.never(`trends.${scale}`, trend, 'open-wave');
  const because = new Map(held.suppressed.map(({ path, reason }) => [path, reason]));
  const effects: Ledger['effects'] = {};
  const events = judged.places.map((place, i) => {
    const event = eventView(place, `events[${i}]`, { judged, ledger, changes: changes.released, because, held });
    Object.assign(effects, event.effects);
    return event.view;
  });
  return {
    released: {
      format: analysis.format,
      method: analysis.method,
      network: analysis.network,
      instrument: analysis.instrument,
      audience,
      context: releaseContext(panel, audience, new Set(scored.keys())),
      waves: waves.released,
      changes: changes.released,
      trends: trends.frozen.view,
      events,
      pocketLives: trends.lives,
      suppressed: held.suppressed,
    },
    ledger: {
      version: 1,
      method: analysis.method,
      waves: waves.ledger,
      scales: judged.scales,
      changes: changes.ledger,
      trends,
      effects: { ...ledger.effects, ...effects },
    },
  };
}

/** The analysis without open waves; figures over all waves are dropped when there were any. */
function onlyClosed(analysis: Analysis, closed: ReadonlySet<string>): Analysis {
  const waves = analysis.waves.filter(({ wave }) => closed.has(wave));
  if (waves.length === analysis.waves.length) return analysis;
  return {
    ...analysis,
    waves,
    changes: analysis.changes.filter(({ from, to }) => closed.has(from) && closed.has(to)),
    events: analysis.events.filter(({ between }) => between.every((wave) => wave !== null && closed.has(wave))),
    trends: {},
    pocketLives: {},
  };
}

/** A view under construction, whose paths start at the part itself. */
function viewOf({ judged, audience, input }: Assembly): View {
  const lead = audience === 'lead';
  return {
    gate: judged.gate,
    held: new Withholding(),
    people: (count) => (lead ? count : binPeople(count)),
    minimumCell: input.minimumCell,
  };
}

function nameHeld(held: Withholding, path: string, rows: readonly Suppression[]): void {
  for (const row of rows) held.suppressed.push({ path: `${path}${row.path}`, reason: row.reason });
}

function wavesOut(
  assembly: Assembly,
  held: Withholding,
): { released: ReleasedAnalysis['waves']; ledger: LedgerWave[] } {
  const { input, audience, judged, scored } = assembly;
  const { analysis, panel, ledger } = input;
  const kept = new Map<string, LedgerWave>(ledger.waves.map((wave) => [wave.wave, wave]));
  const released = analysis.waves.flatMap((wave, i) => {
    const source = scored.get(wave.wave);
    const [place, state] = judged.plan.today.get(wave.wave) ?? [-1, -1];
    if (source === undefined || place < 0) return [];
    const texts = panel.texts.filter((text) => text.wave === wave.wave);
    let known = kept.get(wave.wave);
    if (known === undefined || judged.wanted.waves.has(wave.wave)) {
      const view = viewOf(assembly);
      const out = waveView(
        {
          analysis: wave,
          scored: source,
          texts,
          audience,
          named: namedTo(panel, audience),
          rate: (rate) => (audience === 'lead' || rate === null ? rate : binRate(rate)),
          path: '',
          seed: `${analysis.network}/${wave.wave}`,
        },
        view,
      );
      known = { wave: wave.wave, state, snapshots: [], frozen: freezeWave(out, view.held.suppressed) };
      kept.set(wave.wave, known);
    }
    nameHeld(held, `waves[${i}]`, known.frozen.held);
    return [thawWave(known.frozen, texts)];
  });
  const last = lastStates(judged);
  const ledgerWaves = judged.plan.order.flatMap((wave, place) => {
    const known = kept.get(wave);
    const used = judged.plan.snapshots[place]?.slice(0, Math.max(known?.state ?? -1, last[place] ?? -1) + 1);
    return known ? [{ ...known, snapshots: used ?? [] }] : [];
  });
  return { released, ledger: ledgerWaves };
}

/** By wave's place, the last of its states that something released rests on; −1 where nothing does. */
function lastStates({ plan, scales }: Judged): number[] {
  const last = plan.order.map(() => -1);
  const use = (place: number, state: number): void => {
    last[place] = Math.max(last[place] ?? -1, state);
  };
  for (const { forms } of Object.values(scales))
    for (const { form } of forms)
      if ('states' in form) form.states.forEach((state, place) => use(place, state));
      else for (const [place, state] of 'at' in form ? [form.at] : [form.from, form.to]) use(place, state);
  return last;
}

function changesOut(
  assembly: Assembly,
  held: Withholding,
): { released: ReleasedAnalysis['changes']; ledger: Ledger['changes'] } {
  const { input, judged } = assembly;
  const kept = new Map(input.ledger.changes.map((change) => [changeKey(change), change.frozen]));
  const ledger = input.analysis.changes.map((change) => {
    const known = judged.wanted.changes.has(changeKey(change)) ? undefined : kept.get(changeKey(change));
    return { from: change.from, to: change.to, frozen: known ?? freezeChange(change, assembly) };
  });
  ledger.forEach(({ frozen }, i) => nameHeld(held, `changes[${i}]`, frozen.held));
  return { released: ledger.map(({ from, to, frozen }) => ({ from, to, scales: frozen.view })), ledger };
}

function freezeChange(change: Change, assembly: Assembly): Frozen<Record<string, ReleasedScaleChange>> {
  const { from, to } = change;
  const view = viewOf(assembly);
  const scales: Record<string, ReleasedScaleChange> = {};
  for (const [scale, figures] of Object.entries(change.scales)) {
    const before = assembly.scored.get(from)?.scales.get(scale);
    const after = assembly.scored.get(to)?.scales.get(scale);
    const { stayers, joiners, leavers } = pairScores(before ?? { scores: [] }, after ?? { scores: [] });
    const composition = { stayers: stayers.length, joiners: joiners.length, leavers: leavers.length };
    scales[scale] = changeView(figures, composition, { from, to, scale, path: `.scales.${scale}` }, view);
  }
  return { view: scales, held: view.held.suppressed };
}

function trendsOut(assembly: Assembly, held: Withholding): NonNullable<Ledger['trends']> {
  const { input, judged, audience } = assembly;
  const { analysis, panel, ledger } = input;
  if (ledger.trends !== null && !judged.wanted.trends) {
    nameHeld(held, 'trends', ledger.trends.frozen.held);
    return ledger.trends;
  }
  const view = viewOf(assembly);
  const trends: Record<string, ReleasedTrend | null> = {};
  for (const [scale, trend] of Object.entries(analysis.trends))
    trends[scale] = trend && trendView(trend, { scale, path: `.${scale}` }, view);
  nameHeld(held, 'trends', view.held.suppressed);
  const agency = new Set(
    networkInstrument(panel).ties.flatMap(({ id, visibility }) => (visibility === 'agency' ? [id] : [])),
  );
  const named = namedTo(panel, audience);
  return {
    through: [...judged.plan.today.keys()],
    frozen: { view: trends, held: view.held.suppressed },
    lives: Object.fromEntries(
      Object.entries(analysis.pocketLives).map(([question, lives]) => [
        question,
        agency.has(question) ? livesView(lives, named) : [],
      ]),
    ),
  };
}

import type { Panel } from '@rapport/surveys/panel';
import type { Analysis } from '../analysis.ts';
import { networkInstrument, type ScoredWave } from '../waves.ts';
import { auditFigures, evidenceOf, type Audited } from './audit.ts';
import { changeKey, type Candidate, type Wanted } from './candidates.ts';
import {
  attendanceCandidates,
  attendanceKey,
  eventPlaces,
  segmentedCandidates,
  segmentedKey,
  wavesAround,
  type EventPlace,
} from './event-figures.ts';
import type { Ledger } from './ledger.ts';
import { planRelease, type Plan } from './plan.ts';
import { currentWaves } from './snapshot.ts';

/** What a release is made from. */
export interface ReleaseInput {
  analysis: Analysis;
  /** The closed panel, and its waves scored. */
  panel: Panel;
  waves: readonly ScoredWave[];
  ledger: Ledger;
  minimumCell: number;
}

export interface Judged extends Audited {
  plan: Plan;
  wanted: Wanted;
  places: EventPlace[];
}

/**
 * Plans the release and judges what is new in it. Should the audit refuse a level that was out before its wave was corrected,
 * the correction does not enter at all: the wave stays as it was frozen.
 */
export function judge(input: ReleaseInput): Judged {
  const { analysis, panel, waves, ledger, minimumCell } = input;
  const planned = planRelease(analysis, ledger, currentWaves(panel, waves), minimumCell);
  let corrected = new Set(planned.corrected);
  for (;;) {
    const plan = { ...planned, corrected };
    const judged = judgePlan(input, plan);
    const refused = [...corrected].filter((wave) => losesLevel(wave, judged, ledger));
    if (refused.length === 0) return judged;
    corrected = new Set([...corrected].filter((wave) => !refused.includes(wave)));
  }
}

const losesLevel = (wave: string, { gate }: Judged, ledger: Ledger): boolean => {
  const frozen = ledger.waves.find((row) => row.wave === wave)?.frozen.view;
  return Object.entries(frozen?.scales ?? {}).some(
    ([scale, level]) => level.organisationMean !== null && gate({ kind: 'level', wave, scale }) !== null,
  );
};

function judgePlan({ analysis, panel, waves, ledger, minimumCell }: ReleaseInput, plan: Plan): Judged {
  const wanted = wantedOf(analysis, ledger, plan);
  const scales = networkInstrument(panel).scales.map(({ id }) => id);
  const places = eventPlaces(analysis, panel, new Set(plan.today.keys()));
  const events = new Map(
    scales.map((scale) => [scale, eventCandidates(places, scale, { waves, ledger, plan, wanted })]),
  );
  const audited = auditFigures(analysis, scales, wanted, events, ledger.scales, (scale) =>
    evidenceOf(scale, plan, ledger, minimumCell),
  );
  return { ...audited, plan, wanted, places };
}

function wantedOf(analysis: Analysis, ledger: Ledger, plan: Plan): Wanted {
  const { corrected, fresh, today } = plan;
  const out = new Set(ledger.changes.map(changeKey));
  const through = ledger.trends?.through.join(' ');
  return {
    waves: new Set([...fresh, ...corrected]),
    changes: new Set(
      analysis.changes
        .filter((change) => corrected.has(change.from) || corrected.has(change.to) || !out.has(changeKey(change)))
        .map(changeKey),
    ),
    trends: corrected.size > 0 || through !== [...today.keys()].join(' '),
    at: (wave) => today.get(wave),
    states: (waves) => {
      const states = plan.order.map(() => -1);
      for (const wave of waves) {
        const [place, state] = today.get(wave) ?? [0, -1];
        if (state >= 0) states[place] = state;
      }
      return states;
    },
  };
}

function eventCandidates(
  places: readonly EventPlace[],
  scale: string,
  { waves, ledger, plan, wanted }: { waves: readonly ScoredWave[]; ledger: Ledger; plan: Plan; wanted: Wanted },
): Candidate[] {
  const isNew = (key: string, on: readonly string[]): boolean =>
    ledger.effects[key] === undefined || on.some((wave) => plan.corrected.has(wave));
  return places.flatMap((place) => {
    const around = wavesAround(waves, place).map(({ wave }) => wave.wave);
    return [
      ...(isNew(segmentedKey(place, scale), around) ? segmentedCandidates(place, scale, waves, wanted) : []),
      ...(isNew(attendanceKey(place, scale), [place.from, place.to]) ? attendanceCandidates(place, scale, wanted) : []),
    ];
  });
}

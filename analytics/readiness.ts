import type { Instrument, Mode, Readiness } from '@rapport/surveys/instrument';
import type { Stage } from './analysis.ts';
import { reachAt, type Reach } from './network/reach.ts';
import type { Dyad } from './network/ratings.ts';
import { organisationMean, type OrganisationMean } from './stats/organisation-mean.ts';
import { quantile } from './stats/quantile.ts';

/** Who rated whom on the readiness tie; places are those of the wave's organisations. */
export interface Ties {
  /** Dyads observed from both sides. */
  dyads: readonly Dyad[];
  /** Places of the organisations heard on the question. */
  heard: readonly number[];
}

/** What a network, or a part of it, has to show in one wave. */
export interface Evidence extends Ties {
  /** By scale id: the organisations' means of their members' scores, POMP. */
  means: ReadonlyMap<string, OrganisationMean>;
  /** Ids of all organisations. */
  organisations: readonly string[];
  /** By mode id: how far the confirmed ties of its level reach. */
  reach: ReadonlyMap<string, Reach>;
}

export const reachByMode = ({ modes }: Readiness, { dyads, heard }: Ties): Evidence['reach'] =>
  new Map(modes.map(({ id, level }) => [id, reachAt(dyads, level, heard)]));

/** Figures this far below a cut differ from it by rounding only. */
const ROUNDING = 1e-9;
export const atLeast = (figure: number | null, cut: number): boolean => figure !== null && figure >= cut - ROUNDING;

const meanOn = (evidence: Evidence, scale: string): number | null =>
  evidence.means.get(scale)?.organisationMean ?? null;

const reachOf = (mode: Mode, evidence: Evidence): number | null => evidence.reach.get(mode.id)?.reach ?? null;

/**
 * The highest mode met with all below it met, and what keeps the next from being met: scale ids in the instrument's order, then
 * `reach`; empty at the top. `shift` moves every scale cut by so many POMP points. What can't be estimated is not met.
 */
export function standing(
  { modes }: Readiness,
  { scales }: Pick<Instrument, 'scales'>,
  evidence: Evidence,
  shift = 0,
): Pick<Stage, 'mode' | 'limitedBy'> {
  let met: string | null = null;
  for (const mode of modes) {
    const limitedBy = scales
      .map(({ id }) => id)
      .filter((id) => Object.hasOwn(mode.scales, id) && !atLeast(meanOn(evidence, id), (mode.scales[id] ?? 0) + shift));
    if (!atLeast(reachOf(mode, evidence), mode.reach)) limitedBy.push('reach');
    if (limitedBy.length > 0) return { mode: met, limitedBy };
    met = mode.id;
  }
  return { mode: met, limitedBy: [] };
}

/** How far above each cut: POMP points by scale, and the share of reach; negative falls short, null can't be said. */
export function margins({ modes }: Readiness, evidence: Evidence): Stage['margins'] {
  const byMode: Stage['margins'] = {};
  for (const mode of modes) {
    const scales: Record<string, number | null> = {};
    for (const [scale, cut] of Object.entries(mode.scales)) scales[scale] = above(meanOn(evidence, scale), cut);
    byMode[mode.id] = { scales, reach: above(reachOf(mode, evidence), mode.reach) };
  }
  return byMode;
}

const above = (figure: number | null, cut: number): number | null => (figure === null ? null : figure - cut);

/** By mode: of the organisations with all its scales scored, the share at or above all its cuts; null when there is none. */
export function shares({ modes }: Readiness, { means, organisations }: Evidence): Stage['shares'] {
  const byMode: Stage['shares'] = {};
  for (const mode of modes) {
    const cuts = Object.entries(mode.scales);
    const scored = organisations.filter((organisation) =>
      cuts.every(([scale]) => means.get(scale)?.means.has(organisation)),
    );
    const ready = scored.filter((organisation) =>
      cuts.every(([scale, cut]) => atLeast(means.get(scale)?.means.get(organisation) ?? null, cut)),
    );
    byMode[mode.id] = scored.length === 0 ? null : ready.length / scored.length;
  }
  return byMode;
}

/**
 * Would the mode hold, were each silent organisation at the lower quartile (R's type 7) of the wave's organisation means?
 * Silent on a scale is an organisation of the wave without a score on it; reach stays as it is.
 */
export function atLowerQuartile(
  readiness: Readiness,
  instrument: Instrument,
  evidence: Evidence,
): Stage['lowerQuartile'] {
  const { means, organisations } = evidence;
  const asked = new Set(readiness.modes.flatMap((mode) => Object.keys(mode.scales)));
  const silent = organisations.filter((organisation) =>
    [...asked].some((scale) => !means.get(scale)?.means.has(organisation)),
  );
  const filled = new Map(
    [...means].map(([scale, { means: known }]): [string, OrganisationMean] => {
      const quartile = quantile([...known.values()], 0.25);
      const scores = organisations.map((organisation) => ({
        organisation,
        value: known.get(organisation) ?? quartile,
      }));
      return [scale, organisationMean(scores.filter(isScored))];
    }),
  );
  const { mode } = standing(readiness, instrument, evidence);
  const then = standing(readiness, instrument, { ...evidence, means: filled }).mode;
  const placeOf = (id: string | null): number => readiness.modes.findIndex((candidate) => candidate.id === id);
  return { silent: silent.length, mode: then, holds: mode === null ? null : placeOf(then) >= placeOf(mode) };
}

const isScored = (score: {
  organisation: string;
  value: number | null;
}): score is { organisation: string; value: number } => score.value !== null;

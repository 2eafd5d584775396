import type { ScaleLevel } from '../analysis.ts';
import type { Gate } from './figures.ts';
import type { People, ReleasedScale } from './released-analysis.ts';
import { intervalToHundredth, intervalToTenth, toHundredth, toTenth } from './rounding.ts';
import type { Withholding } from './withholding.ts';

/** What the views of one audience share. */
export interface View {
  gate: Gate;
  held: Withholding;
  /** Exact for leads, binned for funders. */
  people: (count: number) => People;
  minimumCell: number;
}

/** Reliability is quadratic in many answers; from this many times the smallest cell it says nothing of one person. */
const RELIABILITY_CELLS = 2;
const EVALUATORS = ['mean', 'sd', 'se', 'df', 'ci', 'bounds', 'prorated', 'icc1', 'icc2', 'rwgj'] as const;

/** A scale of one wave as an audience may see it: organisation means to 0.1 and reliability to 0.01. */
export function scaleView(
  level: ScaleLevel,
  { wave, scale, path }: { wave: string; scale: string; path: string },
  { gate, held, people, minimumCell }: View,
): ReleasedScale {
  const reason = gate({ kind: 'level', wave, scale });
  for (const key of EVALUATORS) held.never(`${path}.${key}`, level[key], 'evaluators-only');
  const fewCases = (n: number) => (n < RELIABILITY_CELLS * minimumCell ? 'too-few-members' : reason);
  const facets: ReleasedScale['facets'] = {};
  for (const [facet, { n, organisationMean, organisationSe }] of Object.entries(level.facets)) {
    const at = `${path}.facets.${facet}`;
    const why = gate({ kind: 'facet', wave, scale, facet });
    facets[facet] = {
      n: held.pass(`${at}.n`, people(n), why),
      organisationMean: held.pass(`${at}.organisationMean`, toTenth(organisationMean), why),
      organisationSe: held.pass(`${at}.organisationSe`, toTenth(organisationSe), why),
    };
  }
  const { alpha, omega } = level;
  return {
    n: people(level.n),
    organisations: level.organisations,
    prorated: null,
    mean: null,
    sd: null,
    se: null,
    df: null,
    ci: null,
    organisationMean: held.pass(`${path}.organisationMean`, toTenth(level.organisationMean), reason),
    organisationSe: held.pass(`${path}.organisationSe`, toTenth(level.organisationSe), reason),
    organisationCi: held.pass(`${path}.organisationCi`, intervalToTenth(level.organisationCi), reason),
    bounds: null,
    facets,
    alpha: held.pass(
      `${path}.alpha`,
      alpha && { n: people(alpha.n), value: toHundredth(alpha.value), ci: intervalToHundredth(alpha.ci) },
      fewCases(alpha?.n ?? 0),
    ),
    omega: held.pass(
      `${path}.omega`,
      omega && { value: toHundredth(omega.value) ?? 0, heywood: omega.heywood },
      fewCases(alpha?.n ?? level.n),
    ),
    icc1: null,
    icc2: null,
    rwgj: null,
  };
}

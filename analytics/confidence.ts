import type { Mode, Readiness } from '@rapport/surveys/instrument';
import cdf from '@stdlib/stats-base-dists-t-cdf';
import { atLeast, type Evidence } from './readiness.ts';
import type { OrganisationMean } from './stats/organisation-mean.ts';

/**
 * How sure it is that each mode is met, 0–1, by mode id: the smallest confidence of its scales, of its reach and of the modes
 * below it; null when a part can't be had (analytics.md, section 8).
 */
export function confidences({ modes }: Readiness, evidence: Evidence): Record<string, number | null> {
  const byMode: Record<string, number | null> = {};
  let below: number | null = 1;
  for (const mode of modes) {
    const parts: (number | null)[] = [
      below,
      ...Object.entries(mode.scales).map(([scale, cut]) => scaleConfidence(evidence.means.get(scale), cut)),
      reachConfidence(mode, evidence),
    ];
    below = parts.reduce<number | null>(
      (least, part) => (least === null || part === null ? null : Math.min(least, part)),
      1,
    );
    byMode[mode.id] = below;
  }
  return byMode;
}

/**
 * P(T ≤ (organisation mean − cut)/se), T with G − 1 degrees of freedom: 1 or 0 where all organisations have the same mean;
 * null with fewer than two organisations. A mean on the cut gives .5.
 */
export function scaleConfidence(level: OrganisationMean | undefined, cut: number): number | null {
  if (level === undefined || level.organisationMean === null || level.organisationSe === null) return null;
  const met = atLeast(level.organisationMean, cut);
  if (level.organisationSe === 0) return met ? 1 : 0;
  const margin = level.organisationMean - cut;
  const onTheCut = met && margin < 0;
  return cdf(onTheCut ? 0 : margin / level.organisationSe, level.means.size - 1);
}

/**
 * The share of networks with one heard organisation left out in which reach is still met; null where reach can't be had.
 * A network in which leaving one out leaves no dyad observed from both sides does not meet it.
 */
export function reachConfidence(mode: Mode, evidence: Evidence): number | null {
  const found = evidence.reach.get(mode.id);
  if (found === undefined || found.reach === null) return null;
  return found.withoutOne.filter((share) => atLeast(share, mode.reach)).length / found.withoutOne.length;
}

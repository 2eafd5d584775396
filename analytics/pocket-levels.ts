import type { Instrument } from '@rapport/surveys/instrument';
import type { PartLevel, PocketLevel } from './analysis.ts';
import { confidences } from './confidence.ts';
import { reachByMode, standing, type Evidence, type Ties } from './readiness.ts';
import { organisationMean, type OrganisationMean } from './stats/organisation-mean.ts';

/**
 * A pocket beside the wave's other organisations: averages hide the core that gets there first. Readiness of a part is judged
 * by its own scores and by the confirmed ties within it; null where the instrument has no readiness section.
 */
export function pocketLevel(pocket: readonly string[], evidence: Evidence, instrument: Instrument): PocketLevel {
  const within = new Set(pocket);
  return {
    pocket: partLevel(within, evidence, instrument),
    rest: partLevel(new Set(evidence.organisations.filter((id) => !within.has(id))), evidence, instrument),
  };
}

function partLevel(part: ReadonlySet<string>, evidence: Evidence, instrument: Instrument): PartLevel {
  const means = new Map([...evidence.means].map(([scale, level]) => [scale, partOf(level, part)]));
  const scales: PartLevel['scales'] = {};
  for (const [scale, { counts, organisationMean: mean, organisationSe }] of means) {
    const n = [...counts.values()].reduce((sum, count) => sum + count, 0);
    scales[scale] = { n, organisations: counts.size, organisationMean: mean, organisationSe };
  }
  return { organisations: part.size, scales, readiness: readinessOf(part, { ...evidence, means }, instrument) };
}

function partOf({ means, counts }: OrganisationMean, part: ReadonlySet<string>): OrganisationMean {
  const inPart = [...means].filter(([organisation]) => part.has(organisation));
  return {
    ...organisationMean(inPart.map(([organisation, value]) => ({ organisation, value }))),
    counts: new Map([...counts].filter(([organisation]) => part.has(organisation))),
  };
}

function readinessOf(part: ReadonlySet<string>, evidence: Evidence, instrument: Instrument): PartLevel['readiness'] {
  const { readiness } = instrument;
  if (readiness === undefined) return null;
  const isPart = evidence.organisations.map((id) => part.has(id));
  const ties: Ties = {
    heard: evidence.heard.filter((place) => isPart[place]),
    dyads: evidence.dyads.filter(({ a, b }) => isPart[a] && isPart[b]),
  };
  const reach = reachByMode(readiness, ties);
  const own: Evidence = { means: evidence.means, organisations: [...part], ...ties, reach };
  return { ...standing(readiness, instrument, own), confidence: confidences(readiness, own) };
}

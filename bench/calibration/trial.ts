import { confidences } from '../../analytics/confidence.ts';
import { pockets } from '../../analytics/network/pockets.ts';
import { jointDyads, organisationRatings } from '../../analytics/network/ratings.ts';
import { reachByMode, type Evidence } from '../../analytics/readiness.ts';
import { clusteredMean } from '../../analytics/stats/clustered-mean.ts';
import { randomIntercept } from '../../analytics/stats/mixed-model.ts';
import { organisationMean } from '../../analytics/stats/organisation-mean.ts';
import { seededRandom } from '../../analytics/stats/seeded-random.ts';
import { tPValue } from '../../analytics/stats/t-inference.ts';
import { withinSlope } from '../../analytics/stats/within-slope.ts';
import { verdicts } from '../../analytics/verdict.ts';
import type { Interval } from '../../analytics/analysis.ts';
import type { Instrument, Readiness } from '../../surveys/instrument.ts';
import { pulse1 } from '../../surveys/instruments/pulse-1.ts';
import type { Cell } from './cells.ts';
import { observed, simulateNetwork, simulateRatings, simulateTies, type SimulatedNetwork } from './network.ts';

/** What one network shows. Pairs count how often something was so, of how many. */
export interface Trial {
  organisationMean: [covered: number, of: number];
  change: [covered: number, of: number];
  within: [covered: number, of: number];
  typeOneWithin: [significant: number, of: number];
  typeOneRandomIntercept: [significant: number, of: number];
  /** Whether collaboration was ever granted, one scale, or all, being truly 5 points below its cut. */
  grantedOneBelow: boolean;
  grantedAllBelow: boolean;
  /** The wave (from 1) in which collaboration was granted, all scales being truly 10 points above their cuts; null when it never was. */
  grantedAbove: number | null;
  plantedWhole: boolean;
  plantedPart: boolean;
  falsePocket: boolean;
  falseFour: boolean;
}

const readiness = readinessOf(pulse1);
const MODES = readiness.modes.map(({ id }) => id);
const SCALE_IDS = ['trust', 'commitment', 'goals'];
/** The cut of collaboration. */
const CUT = 70;
const TOP = 3;

function readinessOf(instrument: Instrument): Readiness {
  if (instrument.readiness === undefined) throw new RangeError('the instrument gives no stage');
  return instrument.readiness;
}

/** One network of a cell, decided by its number. */
export function runTrial(cell: Cell, number: number): Trial {
  const random = seededRandom(`calibration\n${cell.name}\n${number}`);
  const network = simulateNetwork(cell, random);
  const below = CUT - 5;
  return {
    ...coverage(network, below),
    ...verdictsOf(network, cell, random, below),
    ...pocketsOf(network, random),
  };
}

const holds = (interval: Interval | null, truth: number): number =>
  interval !== null && interval[0] <= truth && truth <= interval[1] ? 1 : 0;

const count = (pair: [number, number], hit: number, counts: boolean): void => {
  if (!counts) return;
  pair[0] += hit;
  pair[1] += 1;
};

/** Intervals of the last wave's organisation mean, the change from first to last and the within-member slope; the truth is `level`, 0 and 0. */
function coverage(network: SimulatedNetwork, level: number) {
  const result = {
    organisationMean: [0, 0] as [number, number],
    change: [0, 0] as [number, number],
    within: [0, 0] as [number, number],
    typeOneWithin: [0, 0] as [number, number],
    typeOneRandomIntercept: [0, 0] as [number, number],
  };
  SCALE_IDS.forEach((_, scale) => {
    const scores = network.years.map((__, w) => scoresOf(network, w, scale, level));
    const { organisationCi } = organisationMean((scores.at(-1) ?? []).filter(isScored));
    count(result.organisationMean, holds(organisationCi, level), organisationCi !== null);
    const pairs = network.members.flatMap(({ organisation }, m) => {
      const before = scores[0]?.[m]?.value ?? null;
      const after = scores.at(-1)?.[m]?.value ?? null;
      return before === null || after === null ? [] : [{ organisation, change: after - before }];
    });
    const change = clusteredMean(
      pairs.map((pair) => pair.change),
      pairs.map(({ organisation }) => organisation),
    );
    count(result.change, holds(change.ci, 0), change.ci !== null);
    const occasions = scores.flatMap((wave, w) =>
      wave
        .filter(isScored)
        .map(({ member, organisation, value }) => ({ member, organisation, t: network.years[w] ?? 0, y: value })),
    );
    const within = withinSlope(occasions);
    count(result.within, holds(within?.ci ?? null, 0), (within?.ci ?? null) !== null);
    count(result.typeOneWithin, (within?.p ?? 1) < 0.05 ? 1 : 0, (within?.p ?? null) !== null);
    const fit = randomIntercept(
      occasions.map(({ y }) => y),
      [occasions.map(({ t }) => t)],
      occasions.map(({ member }) => member),
    );
    const df = new Set(occasions.map(({ organisation }) => organisation)).size - 1;
    const p = fit === null ? null : tPValue(fit.slopes[0] ?? 0, fit.ses[0] ?? null, df);
    count(result.typeOneRandomIntercept, (p ?? 1) < 0.05 ? 1 : 0, p !== null);
  });
  return result;
}

type Score = { member: string; organisation: string; value: number | null };
const isScored = (score: Score): score is Score & { value: number } => score.value !== null;

const scoresOf = (network: SimulatedNetwork, wave: number, scale: number, level: number): Score[] =>
  network.members.map(({ member, organisation }, m) => {
    const deviation = network.deviations[wave]?.[scale]?.[m] ?? null;
    return { member, organisation, value: deviation === null ? null : observed(level, deviation) };
  });

/** Ties are no obstacle here: half of the dyads truly collaborate, so that the scales decide. */
function verdictsOf(network: SimulatedNetwork, cell: Cell, random: () => number, below: number) {
  const truth = simulateTies(cell.organisations, () => 0.5, random);
  const ties = network.years.map((_, w) => {
    const ratings = organisationRatings(
      network.organisations,
      simulateRatings(network, network.answered[w] ?? [], truth, random),
    );
    return { dyads: jointDyads(ratings), heard: ratings.heard };
  });
  const grantedAt = (levels: readonly number[]): number | null => {
    const waves = ties.map((rated, w) => {
      const means = new Map(
        SCALE_IDS.map((id, scale) => [
          id,
          organisationMean(scoresOf(network, w, scale, levels[scale] ?? 0).filter(isScored)),
        ]),
      );
      const reach = reachByMode(readiness, rated);
      const evidence: Evidence = { means, organisations: network.organisations, ...rated, reach };
      const confidence = confidences(readiness, evidence);
      const ofWave = MODES.map((id) => confidence[id] ?? null);
      const heard = new Set(
        network.members.filter((_, m) => network.answered[w]?.[m] === true).map(({ organisation }) => organisation),
      ).size;
      return {
        confidence: ofWave,
        assessable: heard >= 5 && 2 * heard >= network.organisations.length && (ofWave[0] ?? null) !== null,
      };
    });
    const at = verdicts(MODES, waves).findIndex(({ mode }) => mode === MODES[TOP - 1]);
    return at === -1 ? null : at + 1;
  };
  return {
    grantedOneBelow: grantedAt([below, CUT + 20, CUT + 20]) !== null,
    grantedAllBelow: grantedAt([below, below, below]) !== null,
    grantedAbove: grantedAt([CUT + 10, CUT + 10, CUT + 10]),
  };
}

/** A planted pocket of four among ties of chance, and ties of chance alone at the same density. */
function pocketsOf(network: SimulatedNetwork, random: () => number) {
  const g = network.organisations.length;
  const background = 1 / g;
  const dyads = (g * (g - 1)) / 2;
  const density = (6 + (dyads - 6) * background) / dyads;
  const found = (chanceOf: (a: number, b: number) => number): string[][] => {
    const truth = simulateTies(g, chanceOf, random);
    const answers = simulateRatings(network, network.answered[0] ?? [], truth, random);
    return pockets(jointDyads(organisationRatings(network.organisations, answers)), TOP, network.organisations);
  };
  const planted = new Set(network.organisations.slice(0, 4));
  const with4 = found((a, b) => (a < 4 && b < 4 ? 1 : background));
  const shared = Math.max(0, ...with4.map((pocket) => pocket.filter((id) => planted.has(id)).length));
  const random4 = found(() => density);
  return {
    plantedWhole: shared === 4,
    plantedPart: shared >= 3,
    falsePocket: random4.length > 0,
    falseFour: random4.some((pocket) => pocket.length >= 4),
  };
}

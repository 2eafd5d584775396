import type { TieAnswer } from '../../analytics/waves.ts';
import { MISSED, SPREAD, type Cell } from './cells.ts';

export interface Member {
  member: string;
  organisation: string;
  /** Place of the organisation. */
  home: number;
}

export interface SimulatedNetwork {
  organisations: string[];
  members: Member[];
  /** Years of each wave. */
  years: number[];
  /** Deviation from the network's true level by wave, scale and member, POMP points; null where the member missed the wave. */
  deviations: (number | null)[][][];
  /** Who answered: by wave and member. */
  answered: boolean[][];
}

type Random = () => number;
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
/** Mean 0, sd 1, skewness −2: most agencies a little above, a few far below. */
const skewed = (random: Random): number => 1 + Math.log(1 - random());

export const SCALES = 3;

/** A network with true level 0 and true growth 0 on every scale; half of an agency's effect is shared by the scales. */
export function simulateNetwork({ organisations: g, waves, uneven }: Cell, random: Random): SimulatedNetwork {
  const organisations = Array.from({ length: g }, (_, i) => `o${String(i).padStart(2, '0')}`);
  const members = organisations.flatMap((organisation, home) =>
    Array.from({ length: 1 + Math.floor(3 * random()) }, (_, i) => ({
      member: `${organisation}m${i}`,
      organisation,
      home,
    })),
  );
  const shape = uneven ? skewed : normal;
  const shared = organisations.map(() => shape(random));
  const effects = Array.from({ length: SCALES }, () => ({
    level: shared.map((common) => SPREAD.organisation * Math.SQRT1_2 * (common + shape(random))),
    growth: organisations.map(() => (uneven ? SPREAD.growth * normal(random) : 0)),
    member: members.map(() => SPREAD.member * normal(random)),
  }));
  const years = Array.from({ length: waves }, (_, w) => w / 4);
  const middle = (waves - 1) / 8;
  const answered = years.map(() => members.map(() => random() >= MISSED));
  const deviations = years.map((year, w) =>
    effects.map(({ level, growth, member }) =>
      members.map(({ home }, m) => {
        const occasion = SPREAD.occasion * normal(random);
        if (answered[w]?.[m] !== true) return null;
        return (level[home] ?? 0) + (growth[home] ?? 0) * (year - middle) + (member[m] ?? 0) + occasion;
      }),
    ),
  );
  return { organisations, members, years, deviations, answered };
}

/** A deviation around a true level as five seven-point items give it: on a grid of 100/30, within 0–100. */
export const observed = (level: number, deviation: number): number =>
  Math.min(100, Math.max(0, (Math.round(((level + deviation) * 30) / 100) * 100) / 30));

/**
 * Members' ratings of ties on 0–3 in one wave. `truth[a][b]` is the true mode of a dyad; a rating is off by one in 10% of cases.
 */
export function simulateRatings(
  { members, organisations }: Pick<SimulatedNetwork, 'members' | 'organisations'>,
  answered: readonly boolean[],
  truth: readonly (readonly number[])[],
  random: Random,
): TieAnswer[] {
  return members.flatMap(({ home }, m) =>
    answered[m] !== true
      ? []
      : organisations.flatMap((_, to) => {
          if (to === home) return [];
          const chance = random();
          const off = chance < 0.05 ? -1 : chance < 0.1 ? 1 : 0;
          const value = Math.min(3, Math.max(0, (truth[home]?.[to] ?? 0) + off));
          return [{ from: home, to, value, carried: false }];
        }),
  );
}

/** True modes of all dyads: 3 with the chance given by `chanceOf(a, b)`, else 1. */
export function simulateTies(g: number, chanceOf: (a: number, b: number) => number, random: Random): number[][] {
  const truth = Array.from({ length: g }, () => new Array<number>(g).fill(0));
  for (let a = 0; a < g; a += 1)
    for (let b = a + 1; b < g; b += 1) {
      const mode = random() < chanceOf(a, b) ? 3 : 1;
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        const row = truth[from];
        if (row !== undefined) row[to] = mode;
      }
    }
  return truth;
}

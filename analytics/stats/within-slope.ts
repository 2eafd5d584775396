import type { Interval } from '../analysis.ts';
import { clusterPlaces } from './clusters.ts';
import { cr2 } from './cr2.ts';
import { tInterval, tPValue } from './t-inference.ts';
import { varies } from './spread.ts';

export interface WithinSlope {
  /** Scores, members and organisations that the slope rests on: members scored at least twice. */
  n: number;
  members: number;
  organisations: number;
  perYear: number;
  se: number | null;
  df: number | null;
  ci: Interval | null;
  p: number | null;
}

/** One score: `t` in years, `y` in the scale's units. A member belongs to one organisation. */
export interface Occasion {
  member: string;
  organisation: string;
  t: number;
  y: number;
}

/**
 * How the same people changed: members scored at least twice, scores and time centred by member, slope through the origin,
 * b = Σt̃ỹ/Σt̃². CR2 by organisation with Satterthwaite df equals that of the regression with a dummy per member, since I − H_gg
 * is 1 − |t̃_g|²/Σt̃² along t̃_g and 1 or 0 elsewhere (Pustejovsky & Tipton 2018, absorbed effects). Units of y per unit of t.
 * Null when nobody was scored at two times; se, df, ci and p are null with one organisation.
 *
 * @example withinSlope([{ member: 'm', organisation: 'a', t: 0, y: 1 }, { member: 'm', organisation: 'a', t: 1, y: 3 }])?.perYear // 2
 */
export function withinSlope(occasions: readonly Occasion[]): WithinSlope | null {
  const members = byMember(occasions);
  let n = 0;
  let tt = 0;
  let ty = 0;
  for (const member of members) {
    n += member.t.length;
    member.t.forEach((t, i) => {
      tt += t * t;
      ty += t * (member.y[i] ?? 0);
    });
  }
  if (!(tt > 0)) return null;
  const perYear = ty / tt;
  const { at, count } = clusterPlaces(members.map(({ organisation }) => organisation));
  const cross = new Float64Array(count);
  const score = new Float64Array(count);
  members.forEach((member, m) => {
    const place = at[m] ?? 0;
    const residuals = member.t.map((t, i) => (member.y[i] ?? 0) - perYear * t);
    const exact = !varies(residuals);
    member.t.forEach((t, i) => {
      cross[place] = (cross[place] ?? 0) + t * t;
      if (!exact) score[place] = (score[place] ?? 0) + t * (residuals[i] ?? 0);
    });
  });
  const robust = cr2(
    Array.from(cross, (sum, place) => ({ cross: [[sum]], score: [score[place] ?? 0] })),
    [1],
  );
  const se = robust?.se ?? null;
  const df = robust?.df ?? null;
  return {
    n,
    members: members.length,
    organisations: count,
    perYear,
    se,
    df,
    ci: tInterval(perYear, se, df),
    p: tPValue(perYear, se, df),
  };
}

/** Members scored at least twice, times and scores centred. */
function byMember(occasions: readonly Occasion[]): { organisation: string; t: number[]; y: number[] }[] {
  const members = new Map<string, { organisation: string; t: number[]; y: number[] }>();
  for (const { member, organisation, t, y } of occasions) {
    const known = members.get(member);
    if (known === undefined) members.set(member, { organisation, t: [t], y: [y] });
    else {
      known.t.push(t);
      known.y.push(y);
    }
  }
  return [...members.values()]
    .filter(({ t }) => t.length > 1)
    .map(({ organisation, t, y }) => ({ organisation, t: centred(t), y: centred(y) }));
}

function centred(values: readonly number[]): number[] {
  if (!varies(values)) return values.map(() => 0);
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  return values.map((value) => value - mean);
}

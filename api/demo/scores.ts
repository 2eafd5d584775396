import { pulse1 } from '@rapport/surveys/instruments/pulse-1';
import { directed, scoreOf } from '@rapport/surveys/scoring';
import type { Answer, Wave } from '@rapport/surveys/panel';
import type { Cast } from './members.ts';
import type { Chance } from './random.ts';

/**
 * Where the network stands on each scale in each wave, as the mean of its agencies' means (0–100): the story in numbers.
 * A slow start, goals of their own before the third wave, case management before the fifth, the cut before the seventh.
 */
const STORY: Record<string, readonly number[]> = {
  trust: [35.5, 38, 45.4, 50.4, 59.3, 60.9, 54.3, 60.1, 61.6],
  commitment: [38.6, 43.5, 46.3, 53.2, 60.8, 59.9, 56.8, 62.3, 61.4],
  goals: [32.4, 34.1, 47.9, 51.9, 59.6, 62.4, 58.2, 61.2, 63.5],
  routines: [28.2, 27.1, 33.4, 37.8, 52.3, 56.9, 55.2, 59.8, 61.4],
};

/** How far the four of the pocket are ahead of the rest, wave by wave. */
const AHEAD = [0, 0, 2, 5, 9, 11, 12, 12, 12];
/** How hard the cut hits the agencies that lost posts. */
const CUT = [0, 0, 0, 0, 0, 0, -9, -4, -2];

/** Spread of agencies, of their growth per wave, of people within an agency, and of single answers; 0–100. */
const SPREAD = { agency: 4, growth: 0.5, person: 8, answer: 11 };
const SKIPPED = 0.03;

/** The answers of those who take part; `takers[k]` are the people who answer the wave of index k. */
export function demoAnswers(waves: readonly Wave[], takers: readonly Cast[][], random: Chance): Answer[] {
  return pulse1.scales.flatMap(({ id }) => {
    const leanings = new Map<string, number>();
    const leaning = (key: string, sd: number): number => {
      const known = leanings.get(key) ?? random.around(sd);
      leanings.set(key, known);
      return known;
    };
    return waves.flatMap(({ wave }, k) => {
      const leans = (takers[k] ?? []).map((cast) => {
        const { agency, row, person } = cast;
        const growth = leaning(`growth of ${agency.id}`, SPREAD.growth) * (k - 4);
        const events = (agency.pocket ? (AHEAD[k] ?? 0) : 0) + (agency.cut ? (CUT[k] ?? 0) : 0);
        const own = leaning(person.person ?? row.member, SPREAD.person);
        return { cast, level: leaning(agency.id, SPREAD.agency) + growth + events + own };
      });
      return answersTo(id, wave, STORY[id]?.[k] ?? 50, leans, random);
    });
  });
}

interface Lean {
  cast: Cast;
  /** How far above or below the network this person is now. */
  level: number;
}

/** One wave's answers on a scale: people lean as they do, and the whole is moved until its mean is the story's. */
function answersTo(scale: string, wave: string, target: number, leans: readonly Lean[], random: Chance): Answer[] {
  const items = pulse1.items.filter((item) => item.scale === scale);
  const noise = leans.map(() => items.map(() => (random.happens(SKIPPED) ? undefined : random.around(SPREAD.answer))));
  const ticked = (shift: number): (number | undefined)[][] =>
    leans.map(({ level }, person) =>
      items.map((item, i) => {
        const slip = noise[person]?.[i];
        return slip === undefined ? undefined : directed(item, point(level + shift + slip, item));
      }),
    );
  const mean = (shift: number): number =>
    meanOfAgencies(
      leans,
      ticked(shift).map((raw) => scoreOf(items, raw)?.value),
    );
  let low = -100;
  let high = 200;
  for (let i = 0; i < 30; i += 1) {
    const middle = (low + high) / 2;
    if (mean(middle) < target) low = middle;
    else high = middle;
  }
  return ticked(high).flatMap((raw, person) =>
    raw.flatMap((value, i) => {
      const member = leans[person]?.cast.row.member;
      const item = items[i]?.id;
      return value === undefined || !member || !item ? [] : [{ wave, member, item, value }];
    }),
  );
}

/** The point nearest to a level of 0–100. */
function point(level: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, Math.round(min + ((max - min) * level) / 100)));
}

function meanOfAgencies(leans: readonly Lean[], scores: readonly (number | undefined)[]): number {
  const agencies = new Map<string, number[]>();
  leans.forEach(({ cast }, i) => {
    const score = scores[i];
    if (score !== undefined) agencies.set(cast.agency.id, [...(agencies.get(cast.agency.id) ?? []), score]);
  });
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return average([...agencies.values()].map(average));
}

import { isIn } from '@rapport/surveys/membership';
import type { Organisation, TieRating, Wave } from '@rapport/surveys/panel';
import type { Cast } from './members.ts';
import type { Chance } from './random.ts';

/** How closely two agencies work together on average, wave by wave, in the points of the question (0–3). */
const CLOSENESS = [0.45, 0.65, 0.9, 1.1, 1.35, 1.45, 1.2, 1.4, 1.45];
/** How far agencies trust each other to keep their word, in the points of the question (1–4). */
const TRUST = [1.9, 2.1, 2.3, 2.5, 2.8, 2.9, 2.6, 2.9, 3];
/** The four of the pocket: three of them work as one from the fifth wave on, the refuge joins them in the sixth. */
const POCKET_FROM = 4;
const LAST_TO_JOIN = 'refuge';

/** Differences between pairs, and between two people's view of the same tie. */
const SPREAD = { pair: 0.6, view: 0.3, trust: 0.5 };
const CANT_SAY = 0.12;
const STILL_SO = 0.3;

interface Pair {
  from: Cast;
  to: Organisation;
  /** Index of the wave. */
  k: number;
}

/** What those who take part say of their agency's ties; `takers[k]` are the people who answer the wave of index k. */
export function demoTies(
  waves: readonly Wave[],
  takers: readonly Cast[][],
  organisations: readonly Organisation[],
  pocket: ReadonlySet<string>,
  random: Chance,
): TieRating[] {
  const affinity = new Map<string, number>();
  const between = (a: string, b: string): number => {
    const key = [a, b].sort().join(' ');
    const known = affinity.get(key) ?? random.around(SPREAD.pair);
    affinity.set(key, known);
    return known;
  };
  const ofPocket = ({ from, to, k }: Pair): boolean => {
    const both = pocket.has(from.agency.id) && pocket.has(to.organisation);
    const late = from.agency.id === LAST_TO_JOIN || to.organisation === LAST_TO_JOIN;
    return both && k >= POCKET_FROM + (late ? 1 : 0);
  };
  const mode = (pair: Pair): number => {
    const { from, to, k } = pair;
    // At most one person of an agency sees less: the upper median stays with the others.
    if (ofPocket(pair)) return from.row.member.endsWith('-2') && random.happens(0.4) ? 2 : 3;
    const level = (CLOSENESS[k] ?? 0) + between(from.agency.id, to.organisation) + random.around(SPREAD.view);
    // Outside the pocket only the first of a pair ever says 'as one': a tie that one side sees and the other does not.
    const most = from.agency.id < to.organisation && level > 2.6 ? 3 : 2;
    return Math.min(most, Math.max(0, Math.round(level)));
  };
  const trust = ({ from, to, k }: Pair): number => {
    const close =
      between(from.agency.id, to.organisation) * 0.5 +
      (pocket.has(from.agency.id) && pocket.has(to.organisation) ? 0.5 : 0);
    return Math.min(4, Math.max(1, Math.round((TRUST[k] ?? 0) + close + random.around(SPREAD.trust))));
  };

  const last = new Map<string, { mode: number; trust: number | null }>();
  return waves.flatMap((wave, k) =>
    (takers[k] ?? []).flatMap((from) =>
      organisations.flatMap((to): TieRating[] => {
        const asked = to.organisation !== from.agency.id && isIn(to, wave);
        if (!asked || (random.happens(CANT_SAY) && !ofPocket({ from, to, k }))) return [];
        const tie = `${from.row.member} ${to.organisation}`;
        const before = last.get(tie);
        const carried = before !== undefined && !ofPocket({ from, to, k }) && random.happens(STILL_SO);
        const fresh = mode({ from, to, k });
        const rating = carried ? before : { mode: fresh, trust: fresh > 0 ? trust({ from, to, k }) : null };
        last.set(tie, rating);
        const row = { wave: wave.wave, member: from.row.member, organisation: to.organisation };
        const still = carried ? { carried: true } : {};
        return [
          { ...row, question: 'mode', value: rating.mode, ...still },
          ...(rating.trust === null ? [] : [{ ...row, question: 'trust', value: rating.trust, ...still }]),
        ];
      }),
    ),
  );
}
